import { Alert, List } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { checkWorkflow } from "../api/workflows";
import type { WorkflowDoc } from "./document";

/** What the server says of the definition as it stands, while it is typed. */
export function Verdict({ doc }: { readonly doc: WorkflowDoc }) {
  const [settled] = useDebouncedValue(doc, 400);
  const { data } = useQuery({ ...checkWorkflow(settled), placeholderData: keepPreviousData });
  if (!data || (data.errors.length === 0 && data.warnings.length === 0)) return null;
  return (
    <Alert
      color={data.valid ? "yellow" : "red"}
      py={8}
      role="status"
      title={data.valid ? "It can be saved" : "It cannot be saved yet"}
    >
      <List size="sm">
        {[...data.errors, ...data.warnings].map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
