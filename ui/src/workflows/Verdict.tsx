import { Alert, List } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { checkWorkflow } from "../api/workflows";
import { words } from "../words";
import type { WorkflowDoc } from "./document";

export interface Told {
  readonly valid: boolean;
  readonly lines: readonly string[];
}

/** What the server says of the definition as it stands, while it is typed. */
export function useVerdict(doc: WorkflowDoc): Told {
  const [settled] = useDebouncedValue(doc, 400);
  const { data } = useQuery({ ...checkWorkflow(settled), placeholderData: keepPreviousData });
  return { valid: data?.valid ?? true, lines: data ? [...data.errors, ...data.warnings] : [] };
}

export function Verdict({ told }: { readonly told: Told }) {
  if (told.lines.length === 0) return null;
  return (
    <Alert
      color={told.valid ? "yellow" : "red"}
      py={8}
      role="status"
      title={told.valid ? words.editor.canBeSaved : words.editor.cannotBeSaved}
    >
      <List size="sm">
        {told.lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
