import { Paper, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Json } from "../parts/Json";
import { StatusPill } from "../parts/StatusPill";
import type { Row } from "./fold";

/** What is known of the selected block or action. */
export function Details({ row }: { readonly row: Row | null }) {
  if (row === null) return null;
  return (
    <Paper withBorder p="sm">
      <Stack gap="xs">{row.kind === "action" ? <OfAction row={row} /> : <OfBlock row={row} />}</Stack>
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
      <Fact name="Action">{action.action_type}</Fact>
      <Fact name="What">{action.description}</Fact>
      <Fact name="Why">{action.reasoning}</Fact>
      <Fact name="Intention">{action.intention}</Fact>
      <Fact name="Text">{action.text}</Fact>
      <Fact name="Result">{action.response}</Fact>
      <Fact name="Status">{action.status ? <StatusPill status={action.status} /> : null}</Fact>
    </>
  );
}

function OfBlock({ row }: { readonly row: Extract<Row, { kind: "block" }> }) {
  const { block } = row;
  return (
    <>
      <Fact name="Block">{block.label}</Fact>
      <Fact name="Status">
        <StatusPill status={block.status} />
      </Fact>
      <Fact name="Failure">{block.failure_reason}</Fact>
      <Fact name="Goal">{block.navigation_goal ?? block.data_extraction_goal ?? block.prompt}</Fact>
      <Fact name="Instructions">{block.instructions}</Fact>
      <Fact name="Address">{block.url}</Fact>
      <Fact name="Ended at">{block.final_url}</Fact>
      <Fact name="Branch">{block.executed_branch_expression}</Fact>
      <Fact name="Value">{block.current_value}</Fact>
      {block.output === null || block.output === undefined ? null : (
        <div>
          <Text size="xs" c="dimmed" fw={600}>
            Output
          </Text>
          <Json value={block.output} label="output" />
        </div>
      )}
    </>
  );
}
