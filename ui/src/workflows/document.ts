/** A workflow as it is edited: plain JSON, changed by pure functions that leave what they do not touch as it is. */
import type { WorkflowAnswer } from "../api/schema";

export type Values = Readonly<Record<string, unknown>>;

export interface BlockDoc extends Values {
  readonly label: string;
  readonly block_type: string;
  readonly loop_blocks?: readonly BlockDoc[];
}

export interface ParameterDoc extends Values {
  readonly key: string;
  readonly parameter_type: string;
}

export interface WorkflowDoc extends Values {
  readonly title: string;
  readonly workflow_definition: Values & {
    readonly parameters: readonly ParameterDoc[];
    readonly blocks: readonly BlockDoc[];
  };
}

/** Where a block stands: its place among the blocks, then among those of the loop there, and so on. */
export type Path = readonly number[];

export interface OutlineRow {
  readonly path: Path;
  readonly block: BlockDoc;
}

export const NEW_WORKFLOW: WorkflowDoc = {
  title: "New workflow",
  workflow_definition: { parameters: [], blocks: [] },
};

/** What the server adds to a definition, and what says nothing: neither belongs to what a person edits. */
const SERVER_KEYS = new Set([
  "workflow_id",
  "workflow_permanent_id",
  "agent_id",
  "organization_id",
  "version",
  "created_at",
  "modified_at",
  "deleted_at",
  "original_created_at",
  "original_created_by",
  "created_by",
  "edited_by",
  "copilot_authored",
  "effective_default_engine",
  "import_error",
  "is_saved_task",
  "is_template",
  "folder_id",
  "output_parameter",
  "output_parameter_id",
  "workflow_parameter_id",
  "include_extracted_text",
]);

/** Block type → the value that each of its fields has when it is not given. */
export type Defaults = ReadonlyMap<string, Values>;

/** Returns what a person edits of a saved workflow: without the server's own facts, nulls, and fields left as they are. */
export function editable(answer: WorkflowAnswer, defaults: Defaults): WorkflowDoc {
  const { title, workflow_definition, ...settings } = answer as unknown as WorkflowDoc;
  const parameters = workflow_definition.parameters.filter((parameter) => parameter.parameter_type !== "output");
  return {
    title,
    ...(lean(settings) as Values),
    workflow_definition: {
      parameters: parameters.map((parameter) => lean(parameter) as ParameterDoc),
      blocks: workflow_definition.blocks.map((block) => leanBlock(block, defaults)),
    },
  };
}

function leanBlock(block: BlockDoc, defaults: Defaults): BlockDoc {
  const unset = defaults.get(block.block_type) ?? {};
  const { label, block_type, loop_blocks, ...fields } = block;
  const set = Object.entries(lean(fields) as Values).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(unset[name]),
  );
  const inner = loop_blocks ? { loop_blocks: loop_blocks.map((item) => leanBlock(item, defaults)) } : {};
  return { label, block_type, ...Object.fromEntries(set), ...inner };
}

function lean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lean);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key, item]) => item !== null && !SERVER_KEYS.has(key));
  return Object.fromEntries(kept.map(([key, item]) => [key, lean(item)]));
}

export function outline(blocks: readonly BlockDoc[], above: Path = []): OutlineRow[] {
  return blocks.flatMap((block, index) => {
    const path = [...above, index];
    return [{ path, block }, ...outline(block.loop_blocks ?? [], path)];
  });
}

export function samePath(one: Path | null, other: Path | null): boolean {
  return one?.join() === other?.join();
}

export function blockAt(doc: WorkflowDoc, path: Path): BlockDoc | null {
  return outline(doc.workflow_definition.blocks).find((row) => samePath(row.path, path))?.block ?? null;
}

type Change = (siblings: readonly BlockDoc[], index: number) => readonly BlockDoc[];

/** Returns the document with the list of blocks that holds `path` changed. */
function changeAt(doc: WorkflowDoc, path: Path, change: Change): WorkflowDoc {
  const within = (blocks: readonly BlockDoc[], [index = 0, ...rest]: Path): readonly BlockDoc[] =>
    rest.length === 0
      ? change(blocks, index)
      : blocks.map((block, at) =>
          at === index ? { ...block, loop_blocks: within(block.loop_blocks ?? [], rest) } : block,
        );
  const definition = doc.workflow_definition;
  return { ...doc, workflow_definition: { ...definition, blocks: within(definition.blocks, path) } };
}

export function setField(doc: WorkflowDoc, path: Path, name: string, value: unknown): WorkflowDoc {
  return changeAt(doc, path, (blocks, index) =>
    blocks.map((block, at) => {
      if (at !== index) return block;
      const { [name]: _, ...rest } = block;
      return (value === undefined ? rest : { ...block, [name]: value }) as BlockDoc;
    }),
  );
}

export function insertBlock(doc: WorkflowDoc, path: Path, block: BlockDoc): WorkflowDoc {
  return changeAt(doc, path, (blocks, index) => [...blocks.slice(0, index), block, ...blocks.slice(index)]);
}

export function removeBlock(doc: WorkflowDoc, path: Path): WorkflowDoc {
  return changeAt(doc, path, (blocks, index) => blocks.filter((_, at) => at !== index));
}

/** Moves a block among its siblings; at either end it stays. */
export function moveBlock(doc: WorkflowDoc, path: Path, step: 1 | -1): { doc: WorkflowDoc; path: Path } {
  const [from, above] = [path.at(-1) ?? 0, path.slice(0, -1)];
  const block = blockAt(doc, path);
  const to = from + step;
  if (block === null || blockAt(doc, [...above, to]) === null) return { doc, path };
  return { doc: insertBlock(removeBlock(doc, path), [...above, to], block), path: [...above, to] };
}

/** Moves a block to before the place `to`; into itself it does not go. `to` is meant as the document is before. */
export function moveTo(doc: WorkflowDoc, from: Path, to: Path): { doc: WorkflowDoc; path: Path } {
  const block = blockAt(doc, from);
  const inside = to.length >= from.length && samePath(to.slice(0, from.length), from);
  if (block === null || inside) return { doc, path: from };
  // what stands behind the block in its own list moves up by one when it is taken out
  const depth = from.length - 1;
  const shifts =
    to.length > depth && samePath(to.slice(0, depth), from.slice(0, depth)) && (to[depth] ?? 0) > (from[depth] ?? 0);
  const path = shifts ? to.with(depth, (to[depth] ?? 0) - 1) : to;
  return { doc: insertBlock(removeBlock(doc, from), path, block), path };
}

/** A block of this type with a label that nothing has yet. */
export function freshBlock(doc: WorkflowDoc, type: string): BlockDoc {
  const taken = new Set(outline(doc.workflow_definition.blocks).map((row) => row.block.label));
  let number = 1;
  while (taken.has(`${type}_${number}`)) number += 1;
  const loops = type === "for_loop" || type === "while_loop" ? { loop_blocks: [] } : {};
  return { label: `${type}_${number}`, block_type: type, ...loops };
}
