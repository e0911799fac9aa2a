import { describe, expect, it } from "vitest";
import type { WorkflowDoc } from "./document";
import { completed, namesFor, pendingAt } from "./template";

const block = (label: string, more: object = {}) => ({ label, block_type: "code", ...more });
const DOC: WorkflowDoc = {
  title: "T",
  workflow_definition: {
    parameters: [{ key: "name", parameter_type: "workflow" }],
    blocks: [block("a"), block("loop", { loop_blocks: [block("b"), block("c")] }), block("d")],
  },
};

describe("completing templates", () => {
  it("offers parameters, what came before, and what a loop gives", () => {
    expect(namesFor(DOC, [0])).toEqual(["name"]);
    expect(namesFor(DOC, [1, 1])).toEqual([
      "name",
      "current_value",
      "current_item",
      "current_index",
      "a_output",
      "b_output",
    ]);
    expect(namesFor(DOC, [2])).toEqual(["name", "a_output", "loop_output", "b_output", "c_output"]);
  });

  it.each([
    ["Say {{", 6, ""],
    ["Say {{ na", 9, "na"],
    ["Say {{na }} and", 8, "na"],
  ])("sees a name being typed in %s", (text, caret, typed) => {
    expect(pendingAt(text, caret)?.typed).toBe(typed);
  });

  it.each([
    ["Say {{ name }} and", 18],
    ["Say { na", 8],
    ["", 0],
  ])("sees none in %s", (text, caret) => {
    expect(pendingAt(text, caret)).toBeNull();
  });

  it("closes what it completes, once", () => {
    const pick = (text: string, caret: number) => {
      const pending = pendingAt(text, caret);
      return pending && completed(text, pending, "name");
    };
    expect(pick("Say {{", 6)).toEqual({ text: "Say {{ name }}", caret: 14 });
    expect(pick("Say {{ n }}!", 8)).toEqual({ text: "Say {{ name }}!", caret: 11 });
  });
});
