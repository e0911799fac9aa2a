import { expect, it } from "vitest";
import { arrowsOf, boxesOf } from "./canvas";
import type { WorkflowDoc } from "./document";

const block = (label: string, more: object = {}) => ({ label, block_type: "code", ...more });

it("draws lists, loops, named successors and branches", () => {
  const branch_conditions = [
    { criteria: { expression: "{{ x }} > 1" }, next_block_label: "end" },
    { is_default: true, next_block_label: "loop" },
  ];
  const doc: WorkflowDoc = {
    title: "T",
    workflow_definition: {
      parameters: [],
      blocks: [
        block("a", { next_block_label: "choose" }),
        block("loop", { loop_blocks: [block("in"), block("then")] }),
        block("choose", { branch_conditions }),
        block("end"),
      ],
    },
  };
  expect(boxesOf(doc).map((box) => [box.id, box.x / 100, box.y / 86])).toEqual([
    ["0", 0, 0],
    ["1", 0, 1],
    ["1.0", 1, 2],
    ["1.1", 1, 3],
    ["2", 0, 4],
    ["3", 0, 5],
  ]);
  expect(arrowsOf(doc).map((arrow) => `${arrow.from} ${arrow.kind} ${arrow.to} ${arrow.label}`.trim())).toEqual([
    "0 next 2",
    "1 inside 1.0",
    "1 next 2",
    "1.0 next 1.1",
    "2 branch 3 {{ x }} > 1",
    "2 branch 1 else",
  ]);
});
