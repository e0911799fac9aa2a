import { expect, test } from "vitest";
import { readTrail, screenOf } from "./trail";

test("what the audit log does not know is dropped from the URL", () => {
  expect(readTrail({ deed: "key_created", page: "3" })).toEqual({ deed: "key_created", page: 3 });
  expect(readTrail({ deed: "toString", page: 1, other: "x" })).toEqual({});
  expect(readTrail({ deed: "nonsense", page: "-2" })).toEqual({});
});

test("an id leads to the screen that shows it", () => {
  expect(screenOf("wr_1")).toBe("/runs/wr_1");
  expect(screenOf("pbs_1")).toBe("/sessions/pbs_1");
  expect(screenOf("command line")).toBeNull();
});
