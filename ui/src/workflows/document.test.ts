import { describe, expect, it } from "vitest";
import type { WorkflowAnswer } from "../api/schema";
import {
  type BlockDoc,
  blockAt,
  editable,
  freshBlock,
  insertBlock,
  moveBlock,
  moveTo,
  outline,
  removeBlock,
  setField,
  type WorkflowDoc,
} from "./document";

const block = (label: string, more: object = {}): BlockDoc => ({ label, block_type: "code", ...more });
const DOC: WorkflowDoc = {
  title: "T",
  workflow_definition: {
    parameters: [],
    blocks: [block("a"), block("loop", { loop_blocks: [block("b"), block("c")] }), block("d")],
  },
};
const labels = (doc: WorkflowDoc) => outline(doc.workflow_definition.blocks).map((row) => row.block.label);

describe("a workflow as it is edited", () => {
  it("is laid out with the blocks of loops below them", () => {
    expect(outline(DOC.workflow_definition.blocks).map((row) => row.path.join("."))).toEqual([
      "0",
      "1",
      "1.0",
      "1.1",
      "2",
    ]);
    expect(blockAt(DOC, [1, 1])?.label).toBe("c");
    expect(blockAt(DOC, [7])).toBeNull();
  });

  it("takes blocks in, out and elsewhere, inside loops too, and leaves the old document alone", () => {
    expect(labels(insertBlock(DOC, [1, 1], block("new")))).toEqual(["a", "loop", "b", "new", "c", "d"]);
    expect(labels(removeBlock(DOC, [1]))).toEqual(["a", "d"]);
    const moved = moveBlock(DOC, [1, 0], 1);
    expect([labels(moved.doc), moved.path]).toEqual([
      ["a", "loop", "c", "b", "d"],
      [1, 1],
    ]);
    expect(moveBlock(DOC, [0], -1)).toEqual({ doc: DOC, path: [0] });
    expect(labels(DOC)).toEqual(["a", "loop", "b", "c", "d"]);
  });

  it("moves a block anywhere but into itself", () => {
    const into = moveTo(DOC, [0], [1, 1]);
    expect([labels(into.doc), into.path]).toEqual([
      ["loop", "b", "a", "c", "d"],
      [0, 1],
    ]);
    const out = moveTo(DOC, [1, 1], [0]);
    expect([labels(out.doc), out.path]).toEqual([["c", "a", "loop", "b", "d"], [0]]);
    expect(labels(moveTo(DOC, [0], [3]).doc)).toEqual(["loop", "b", "c", "d", "a"]);
    expect(moveTo(DOC, [1], [1, 0])).toEqual({ doc: DOC, path: [1] });
  });

  it("sets a field and takes it away", () => {
    const set = setField(DOC, [1, 0], "code", "x = 1");
    expect(blockAt(set, [1, 0])).toEqual(block("b", { code: "x = 1" }));
    expect(blockAt(setField(set, [1, 0], "code", undefined), [1, 0])).toEqual(block("b"));
  });

  it("labels a new block as nothing else is", () => {
    const once = insertBlock(DOC, [0], freshBlock(DOC, "code"));
    expect([freshBlock(DOC, "code").label, freshBlock(once, "code").label]).toEqual(["code_1", "code_2"]);
    expect(freshBlock(DOC, "for_loop").loop_blocks).toEqual([]);
  });

  it("leaves out what the server added and what is not set, but no false that means something", () => {
    const answer = {
      title: "T",
      description: "d",
      workflow_id: "w_1",
      run_with: "agent",
      proxy_location: null,
      workflow_definition: {
        parameters: [
          { parameter_type: "output", key: "a_output" },
          {
            parameter_type: "workflow",
            key: "n",
            workflow_parameter_type: "boolean",
            workflow_parameter_id: "wp_1",
            default_value: false,
          },
        ],
        blocks: [
          {
            label: "a",
            block_type: "code",
            code: "x",
            output_parameter: { key: "a_output" },
            title: "",
            model: null,
            checked: false,
            tries: 0,
          },
        ],
      },
    };
    expect(
      editable(answer as unknown as WorkflowAnswer, new Map([["code", { title: "", checked: true, tries: 0 }]])),
    ).toEqual({
      title: "T",
      description: "d",
      run_with: "agent",
      workflow_definition: {
        parameters: [
          { parameter_type: "workflow", key: "n", workflow_parameter_type: "boolean", default_value: false },
        ],
        blocks: [{ label: "a", block_type: "code", code: "x", checked: false }],
      },
    });
  });
});
