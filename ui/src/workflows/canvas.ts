/** A workflow as boxes and arrows: where each block stands, and which comes after which. Pure. */
import { type BlockDoc, outline, type Path, type WorkflowDoc } from "./document";

export interface Box {
  readonly id: string;
  readonly path: Path;
  readonly block: BlockDoc;
  readonly x: number;
  readonly y: number;
}

export interface Arrow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly kind: "next" | "branch" | "inside";
}

const ROW_PX = 86;
const STEP_PX = 100;

export function boxesOf(doc: WorkflowDoc): Box[] {
  return outline(doc.workflow_definition.blocks).map(({ path, block }, row) => ({
    id: path.join("."),
    path,
    block,
    x: (path.length - 1) * STEP_PX,
    y: row * ROW_PX,
  }));
}

/** A block goes on with the next of its list, or with the ones that it names. */
export function arrowsOf(doc: WorkflowDoc): Arrow[] {
  const rows = outline(doc.workflow_definition.blocks);
  const named = new Map(rows.map((row) => [row.block.label, row.path.join(".")]));
  const there = new Set(named.values());
  return rows.flatMap(({ path, block }) => {
    const id = path.join(".");
    const arrow = (to: string | undefined, kind: Arrow["kind"], label = ""): Arrow[] =>
      to !== undefined && there.has(to) ? [{ id: `${id} ${kind} ${to} ${label}`, from: id, to, label, kind }] : [];
    const branches = branchesOf(block);
    const next = [...path.slice(0, -1), (path.at(-1) ?? 0) + 1].join(".");
    const goesOn =
      branches.length > 0
        ? branches.flatMap(({ to, label }) => arrow(named.get(to), "branch", label))
        : arrow(typeof block.next_block_label === "string" ? named.get(block.next_block_label) : next, "next");
    return [...arrow(block.loop_blocks ? `${id}.0` : undefined, "inside"), ...goesOn];
  });
}

function branchesOf(block: BlockDoc): { to: string; label: string }[] {
  const branches = Array.isArray(block.branch_conditions) ? block.branch_conditions : [];
  return branches.flatMap((branch: Record<string, unknown>) => {
    const criteria = branch.criteria as { expression?: unknown } | null | undefined;
    const label = criteria?.expression ? String(criteria.expression) : "else";
    return typeof branch.next_block_label === "string" ? [{ to: branch.next_block_label, label }] : [];
  });
}
