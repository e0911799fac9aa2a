import { describe, expect, it } from "vitest";
import type { RunDetailAnswer } from "../api/schema";
import type { Row } from "./fold";
import { secondsOf, spansOf } from "./spans";

const at = (second: number) => `2026-03-01T12:00:${String(second).padStart(2, "0")}`;
const run = (finished: number | null) =>
  ({ created_at: at(0), finished_at: finished === null ? null : at(finished) }) as unknown as RunDetailAnswer;
const block = (id: string, from: number, duration: number | null, more: object = {}): Row =>
  ({
    kind: "block",
    id,
    block: { workflow_run_block_id: id, label: id, block_type: "code", created_at: at(from), duration, ...more },
  }) as unknown as Row;
const told = (rows: Row[], finished: number | null, now = 20) =>
  spansOf(run(finished), rows, new Date(`${at(now)}Z`)).map((span) => [span.kind, span.label, span.seconds]);

describe("how a run spent its time", () => {
  it("counts what no block did, and blocks that only wait, as waiting", () => {
    const person = block("ask", 6, 3, { block_type: "human_interaction" });
    expect(told([block("a", 2, 4), person], 10)).toEqual([
      ["waiting", "", 2],
      ["working", "a", 4],
      ["waiting", "ask", 3],
      ["waiting", "", 1],
    ]);
  });

  it("counts blocks inside a loop, not the loop", () => {
    const inner = block("in", 1, 2, { parent_workflow_run_block_id: "loop" });
    expect(told([block("loop", 1, 9), inner], 4)).toEqual([
      ["waiting", "", 1],
      ["working", "in", 2],
      ["waiting", "", 1],
    ]);
  });

  it("goes on until now while the run does", () => {
    const spans = spansOf(run(null), [block("a", 5, null)], new Date(`${at(20)}Z`));
    expect(spans.at(-1)).toMatchObject({ kind: "working", from: 0.25, to: 1, seconds: 15 });
    expect([secondsOf(spans, "waiting"), secondsOf(spans, "working")]).toEqual([5, 15]);
  });
});
