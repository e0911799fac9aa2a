import { expect, test } from "vitest";
import { readShown } from "./shown";

test("a status that there is narrows the list, another does not", () => {
  expect(readShown({ status: "failed", page: 2 })).toEqual({ status: "failed" });
  expect(readShown({ status: "lost" })).toEqual({});
  expect(readShown({})).toEqual({});
});
