import { expect, it } from "vitest";
import { remarksOf, worstOf } from "./verdicts";

const EMPTY = "block 'a': navigation_goal: nothing is named 'x'; it renders as empty text";
const MISSING = "block 'a': branch_conditions.0.criteria: is missing";
const WHOLE = "block 'a': give a url or a goal";
const OTHER = "block 'b': url: is wrong";
const OF_ALL = "workflow_definition.blocks: a list of blocks is required";

it("finds what is said of a block at the field that it is about", () => {
  const told = { errors: [MISSING, WHOLE, OTHER, OF_ALL], warnings: [EMPTY] };
  expect(remarksOf(told, "a")).toEqual({
    navigation_goal: { text: "Nothing is named 'x'; it renders as empty text", grave: false },
    branch_conditions: { text: "branch_conditions.0.criteria: is missing", grave: true },
    "": { text: "Give a url or a goal", grave: true },
  });
  expect(remarksOf(told, "c")).toEqual({});
});

it("tells a warning from an error, and lets the error win", () => {
  const warned = remarksOf({ errors: [], warnings: [EMPTY] }, "a");
  expect(worstOf(warned)).toBe("warning");
  const both = remarksOf({ errors: ["block 'a': navigation_goal: is too long"], warnings: [EMPTY] }, "a");
  expect(both.navigation_goal?.grave).toBe(true);
  expect(worstOf(both)).toBe("error");
  expect(worstOf({})).toBeNull();
});
