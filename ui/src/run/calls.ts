/** Which calls to language models led to what is selected, and what they took. Pure. */
import type { ModelCall } from "../api/schema";
import { lengthOf, moment } from "../time";
import { words } from "../words";
import type { Row } from "./fold";

/** Returns those of an action's step, or all of a block. */
export function callsOf(calls: readonly ModelCall[], row: Row): ModelCall[] {
  const own = calls.filter((call) => call.workflow_run_block_id === row.block.workflow_run_block_id);
  return row.kind === "block" ? own : own.filter((call) => call.step_order === row.action.step_order);
}

/** `1,000 tokens asked, 200 answered, $0.0025, 1.2 s`, with what is known of it. */
export function tookOf(call: ModelCall): string {
  const asked = call.prompt_tokens;
  return [
    typeof asked === "number"
      ? words.run.askedAndAnswered(asked.toLocaleString(), (call.answer_tokens ?? 0).toLocaleString())
      : words.home.tokens(call.tokens.toLocaleString()),
    ...(call.cost > 0 ? [`$${call.cost.toFixed(4)}`] : []),
    ...(call.answered_at ? [lengthOf(secondsFrom(call.asked_at, call.answered_at))] : [words.run.notAnswered]),
  ].join(", ");
}

function secondsFrom(start: string, end: string): number {
  return (moment(end).getTime() - moment(start).getTime()) / 1000;
}
