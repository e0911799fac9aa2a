import { Alert, List } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { checkWorkflow } from "../api/workflows";
import { words } from "../words";
import type { WorkflowDoc } from "./document";
import type { Told } from "./verdicts";

const NOTHING: Told = { errors: [], warnings: [] };

/** What the server says of the definition as it stands, while it is typed. */
export function useVerdict(doc: WorkflowDoc): Told {
  const [settled] = useDebouncedValue(doc, 400);
  const { data } = useQuery({ ...checkWorkflow(settled), placeholderData: keepPreviousData });
  return data ?? NOTHING;
}

export function Verdict({ told }: { readonly told: Told }) {
  return (
    <>
      <Lines lines={told.errors} color="red" title={words.editor.cannotBeSaved} />
      <Lines lines={told.warnings} color="yellow" title={words.editor.worthALook} />
    </>
  );
}

interface LinesProps {
  readonly lines: readonly string[];
  readonly color: "red" | "yellow";
  readonly title: string;
}

function Lines({ lines, color, title }: LinesProps) {
  if (lines.length === 0) return null;
  return (
    <Alert color={color} py={8} role="status" title={title}>
      <List size="sm">
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
