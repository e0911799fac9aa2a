import { expect, it } from "vitest";
import { wrongsOf } from "./verdicts";

it("finds what is said of a block at the field that it is about", () => {
  const lines = [
    "block 'a': navigation_goal: nothing is named 'x'; it renders as empty text",
    "block 'a': branch_conditions.0.criteria: is missing",
    "block 'a': give a url or a goal",
    "block 'b': url: is wrong",
    "workflow_definition.blocks: a list of blocks is required",
  ];
  expect(wrongsOf(lines, "a")).toEqual({ navigation_goal: lines[0], branch_conditions: lines[1], "": lines[2] });
  expect(wrongsOf(lines, "c")).toEqual({});
});
