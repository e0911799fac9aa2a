/** A workflow as text, JSON or YAML, and back. Pure. */
import { parse, stringify } from "yaml";
import type { WorkflowDoc } from "./document";

export type Language = "json" | "yaml";

export type Read = { readonly doc: WorkflowDoc; readonly wrong: null } | { readonly doc: null; readonly wrong: string };

export function textOf(doc: WorkflowDoc, language: Language): string {
  return language === "json" ? JSON.stringify(doc, null, 2) : stringify(doc, { lineWidth: 100 });
}

/** Returns the workflow in a text, or why it holds none. JSON is YAML too. The server tells the rest. */
export function readDoc(text: string, language: Language = "yaml"): Read {
  let read: Partial<WorkflowDoc> | null;
  try {
    read = (language === "json" ? JSON.parse(text) : parse(text)) as Partial<WorkflowDoc> | null;
  } catch (error) {
    return { doc: null, wrong: `This is not ${language.toUpperCase()} yet: ${(error as Error).message}` };
  }
  const definition = read?.workflow_definition;
  if (typeof read?.title !== "string") return { doc: null, wrong: "`title` is missing." };
  if (!Array.isArray(definition?.blocks)) return { doc: null, wrong: "`workflow_definition.blocks` must be a list." };
  if (definition.parameters === undefined) {
    return {
      doc: { ...read, workflow_definition: { ...definition, parameters: [] } } as unknown as WorkflowDoc,
      wrong: null,
    };
  }
  if (!Array.isArray(definition.parameters)) {
    return { doc: null, wrong: "`workflow_definition.parameters` must be a list." };
  }
  return { doc: read as WorkflowDoc, wrong: null };
}
