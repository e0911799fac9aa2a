import { Textarea } from "@mantine/core";
import { useState } from "react";
import type { WorkflowDoc } from "./document";

interface Props {
  readonly doc: WorkflowDoc;
  readonly change: (doc: WorkflowDoc, about?: string) => void;
}

/** The same document as JSON. What is typed becomes the document as soon as it can be read. */
export function CodeTab({ doc, change }: Props) {
  const [typed, setTyped] = useState<{ readonly text: string; readonly of: WorkflowDoc } | null>(null);
  const text = typed && typed.of === doc ? typed.text : JSON.stringify(doc, null, 2);
  const trouble = wrongWith(text);
  return (
    <Textarea
      aria-label="Definition as JSON"
      autosize
      minRows={20}
      maxRows={48}
      spellCheck={false}
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 12 } }}
      value={text}
      error={trouble}
      onChange={(event) => {
        const next = event.currentTarget.value;
        const read = wrongWith(next) === null ? (JSON.parse(next) as WorkflowDoc) : doc;
        setTyped({ text: next, of: read });
        if (read !== doc) change(read, "code");
      }}
    />
  );
}

/** Why a text is no workflow, null when it is one. The server tells the rest. */
function wrongWith(text: string): string | null {
  try {
    const read = JSON.parse(text) as Partial<WorkflowDoc> | null;
    const definition = read?.workflow_definition;
    if (typeof read?.title !== "string") return "`title` is missing.";
    if (!Array.isArray(definition?.blocks)) return "`workflow_definition.blocks` must be a list.";
    if (!Array.isArray(definition.parameters)) return "`workflow_definition.parameters` must be a list.";
    return null;
  } catch (error) {
    return `This is not JSON yet: ${(error as Error).message}`;
  }
}
