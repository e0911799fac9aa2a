import { Paper, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { modelCalls } from "../api/runs";
import type { RunDetailAnswer, TimelineAction } from "../api/schema";
import { Json } from "../parts/Json";
import { StatusPill } from "../parts/StatusPill";
import { sentence } from "../parts/sentence";
import { isFinal } from "../status";
import { words } from "../words";
import { callsOf, tookOf } from "./calls";
import { FromHereButton } from "./Deeds";
import type { Row } from "./fold";
import { leanValue } from "./lean";

/** What is known of the selected block or action. */
interface Props {
  readonly row: Row | null;
  readonly run: RunDetailAnswer;
}

export function Details({ row, run }: Props) {
  if (row === null) return null;
  return (
    <Paper withBorder p="sm">
      <Stack gap="xs">
        {row.kind === "action" ? <OfAction row={row} /> : <OfBlock row={row} told={run.failure_reason ?? ""} />}
        <Calls run={run} row={row} />
        {isFinal(run.status) && row.kind === "block" && row.depth === 0 && row.block.label ? (
          <FromHereButton runId={run.run_id} block={row.block.label} />
        ) : null}
      </Stack>
    </Paper>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  if (children === null || children === undefined || children === "") return null;
  return (
    <div>
      <Text size="xs" c="dimmed" fw={600}>
        {name}
      </Text>
      <Text size="sm" component="div" style={{ overflowWrap: "anywhere" }}>
        {children}
      </Text>
    </div>
  );
}

function OfAction({ row }: { readonly row: Extract<Row, { kind: "action" }> }) {
  const { action } = row;
  return (
    <>
      <Fact name={words.run.action}>{action.action_type}</Fact>
      <Fact name={words.run.what}>{action.description && sentence(action.description)}</Fact>
      <Fact name={words.run.element}>{elementOf(action)}</Fact>
      <Fact name={words.run.why}>{action.reasoning}</Fact>
      <Fact name={words.run.intention}>{action.intention}</Fact>
      <Fact name={words.run.text}>{action.text}</Fact>
      <Fact name={words.run.result}>{action.response}</Fact>
      <Fact name={words.run.page}>{action.url}</Fact>
      <Fact name={words.common.status}>{action.status ? <StatusPill status={action.status} /> : null}</Fact>
    </>
  );
}

/** What was asked of a language model for it. */
function Calls({ run, row }: { readonly run: RunDetailAnswer; readonly row: Row }) {
  const { data = [] } = useQuery(modelCalls(run));
  const calls = callsOf(data, row);
  if (calls.length === 0) return null;
  return (
    <Fact name={words.run.modelCalls(calls.length)}>
      {calls.map((call) => (
        <div key={call.asked_at}>
          {call.model}
          <Text size="xs" c="dimmed">
            {tookOf(call)}
          </Text>
        </div>
      ))}
    </Fact>
  );
}

/** What was acted on, as a person would name it. */
function elementOf({ skyvern_element_data: element }: TimelineAction): string {
  const named = [element?.role, element?.name].filter((text) => typeof text === "string" && text !== "");
  return named.join(" ");
}

interface OfBlockProps {
  readonly row: Extract<Row, { kind: "block" }>;
  /** The reason that stands at the head of the page: it is not told twice. */
  readonly told: string;
}

function OfBlock({ row, told }: OfBlockProps) {
  const { block } = row;
  const output = leanValue(block.output);
  return (
    <>
      <Fact name={words.run.block}>{block.label}</Fact>
      <Fact name={words.common.status}>
        <StatusPill status={block.status} />
      </Fact>
      <Fact name={words.run.failure}>
        {block.failure_reason && !told.includes(block.failure_reason) ? sentence(block.failure_reason) : null}
      </Fact>
      <Fact name={words.run.decidedBy}>{block.mind}</Fact>
      <Fact name={words.run.evidence}>{block.evidence}</Fact>
      <Fact name={words.run.goal}>{block.navigation_goal ?? block.data_extraction_goal ?? block.prompt}</Fact>
      <Fact name={words.run.instructions}>{block.instructions}</Fact>
      <Fact name={words.common.address}>{block.url}</Fact>
      <Fact name={words.run.endedAt}>{block.final_url}</Fact>
      <Fact name={words.run.branch}>{block.executed_branch_expression}</Fact>
      <Fact name={words.common.value}>{block.current_value}</Fact>
      {output === null ? null : (
        <div>
          <Text size="xs" c="dimmed" fw={600}>
            {words.run.output}
          </Text>
          <Json value={output} label={words.run.outputName} />
        </div>
      )}
    </>
  );
}
