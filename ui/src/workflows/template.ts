/** Completing `{{ … }}` in a field: which names there are, what is being typed, and the text after a choice. Pure. */
import { blockAt, outline, type Path, type WorkflowDoc } from "./document";

const IN_LOOPS = ["current_value", "current_item", "current_index"];

/** Returns the names that a block may use: parameters, outputs of blocks before it, and what loops around it give. */
export function namesFor(doc: WorkflowDoc, path: Path): string[] {
  const { parameters, blocks } = doc.workflow_definition;
  const before = outline(blocks).filter((row) => isBefore(row.path, path));
  const looped = path.some((_, depth) => depth > 0 && blockAt(doc, path.slice(0, depth))?.loop_blocks !== undefined);
  return [
    ...parameters.map((parameter) => parameter.key),
    ...(looped ? IN_LOOPS : []),
    ...before.map((row) => `${row.block.label}_output`),
  ];
}

function isBefore(one: Path, other: Path): boolean {
  const differs = one.findIndex((step, depth) => step !== other[depth]);
  return differs >= 0 && (one[differs] ?? 0) < (other[differs] ?? -1);
}

export interface Pending {
  /** Where the name begins that is being typed. */
  readonly from: number;
  readonly to: number;
  readonly typed: string;
}

/** Returns the name that is being typed at the caret, null outside of `{{ … }}`. */
export function pendingAt(text: string, caret: number): Pending | null {
  const found = /\{\{\s*([\w.]*)$/.exec(text.slice(0, caret));
  if (found === null) return null;
  const typed = found[1] ?? "";
  return { from: caret - typed.length, to: caret, typed };
}

/** Returns the text with a name in the place of what was typed, closed, and where the caret is then. */
export function completed(text: string, pending: Pending, name: string): { text: string; caret: number } {
  const [before, after] = [text.slice(0, pending.from), text.slice(pending.to)];
  const space = before.endsWith("{{") ? " " : "";
  const close = /^\s*\}\}/.test(after) ? "" : " }}";
  const head = `${before}${space}${name}${close}`;
  return { text: head + after, caret: head.length };
}
