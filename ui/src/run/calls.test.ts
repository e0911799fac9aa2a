import { expect, it } from "vitest";
import type { ModelCall } from "../api/schema";
import { callsOf, tookOf } from "./calls";
import type { Row } from "./fold";

const CALL: ModelCall = {
  model: "openai:gpt-5-mini",
  tokens: 1200,
  prompt_tokens: 1000,
  answer_tokens: 200,
  cost: 0.0025,
  settled: true,
  asked_at: "2026-05-31T23:00:00",
  answered_at: "2026-05-31T23:00:01.2",
  workflow_run_block_id: "b1",
  step_order: 1,
};

it("calls belong to the actions of their step, and to their block", () => {
  const calls = [CALL, { ...CALL, step_order: 2 }, { ...CALL, workflow_run_block_id: "b2" }];
  const block = { workflow_run_block_id: "b1" };
  const row = (more: object) => ({ id: "x", depth: 0, block, ...more }) as unknown as Row;
  expect(callsOf(calls, row({ kind: "block" }))).toEqual(calls.slice(0, 2));
  expect(callsOf(calls, row({ kind: "action", action: { step_order: 2 } }))).toEqual([calls[1]]);
});

it("what a call took is told as far as it is known", () => {
  expect(tookOf(CALL)).toBe("1,000 tokens asked, 200 answered, $0.0025, 1.2 s");
  expect(tookOf({ ...CALL, prompt_tokens: null, cost: 0, answered_at: null })).toBe("1,200 tokens, not answered yet");
});
