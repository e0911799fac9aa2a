import { expect, it } from "vitest";
import { readPlace } from "./place";

it("reads the view and the block, and drops what it does not know", () => {
  expect(readPlace({ tab: "canvas", at: "1.0" })).toEqual({ tab: "canvas", at: "1.0" });
  expect(readPlace({ tab: "nonsense", at: "../x", other: 1 })).toEqual({});
  expect(readPlace({ at: 2 })).toEqual({ at: "2" });
});
