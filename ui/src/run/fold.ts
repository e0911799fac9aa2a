/** What a run's timeline says, as a tree of rows with what each of them needs to be shown. Pure. */
import type { ArtifactAnswer, RunDetailAnswer, TimelineAction, TimelineBlock, TimelineItem } from "../api/schema";
import { secondsBetween } from "../time";

export interface BlockRow {
  readonly kind: "block";
  readonly id: string;
  readonly depth: number;
  readonly block: TimelineBlock;
  /** Which pass of a loop it belongs to, counted from 1. */
  readonly pass: number | null;
}

export interface ActionRow {
  readonly kind: "action";
  readonly id: string;
  readonly depth: number;
  readonly block: TimelineBlock;
  readonly action: TimelineAction;
  /** How long it took; null where nothing tells. */
  readonly seconds: number | null;
}

export type Row = BlockRow | ActionRow;

/** Returns blocks and their actions in the order in which they began, children below their block. */
export function fold(items: readonly TimelineItem[], depth = 0): Row[] {
  return inOrder(items).flatMap((item) => {
    const block = item.block;
    if (!block) return fold(item.children as TimelineItem[], depth);
    const own: Row = {
      kind: "block",
      id: block.workflow_run_block_id,
      depth,
      block,
      pass: block.current_index === null || block.current_index === undefined ? null : block.current_index + 1,
    };
    const done = [...(block.actions ?? [])].sort((one, other) => orderOf(one) - orderOf(other));
    const actions = done.map((action, index): Row => {
      const id = action.action_id ?? `${own.id}.${index}`;
      return { kind: "action", id, depth: depth + 1, block, action, seconds: tookOf(action, done[index - 1]) };
    });
    return [own, ...actions, ...fold(item.children as TimelineItem[], depth + 1)];
  });
}

/** Actions that were decided together are done one after the other: each begins when the one before it has ended. */
function tookOf(action: TimelineAction, before: TimelineAction | undefined): number | null {
  if (!action.created_at || !action.modified_at) return null;
  const begun = [action.created_at, before?.modified_at ?? ""].toSorted().at(-1);
  return secondsBetween(begun, action.modified_at, new Date(0));
}

function inOrder(items: readonly TimelineItem[]): TimelineItem[] {
  return [...items].sort((one, other) => one.created_at.localeCompare(other.created_at));
}

function orderOf(action: TimelineAction): number {
  return (action.step_order ?? 0) * 1000 + (action.action_order ?? 0);
}

/** The row to look at when nobody chose one: what is under way, else what failed, else the last. */
export function telling(rows: readonly Row[]): Row | null {
  const of = (status: string) => rows.findLast((row) => row.kind === "block" && row.block.status === status);
  return of("running") ?? of("failed") ?? of("terminated") ?? rows.at(-1) ?? null;
}

/** How the page looked when the block of a row ended. */
export function finalPicture(artifacts: readonly ArtifactAnswer[], row: Row): string | null {
  const of = row.block.workflow_run_block_id;
  const final = artifacts.findLast(
    (artifact) => artifact.artifact_type === "screenshot_final" && artifact.workflow_run_block_id === of,
  );
  return final?.artifact_id ?? null;
}

/** Which minds decided in a run, each once. */
export function mindsOf(rows: readonly Row[]): string[] {
  const minds = rows.map(({ block }) => block.mind);
  return [...new Set(minds.filter((mind) => typeof mind === "string"))];
}

/** When the recording ended: it is stored at once, and the run ends a moment later. */
export function recordedUntil(run: RunDetailAnswer, artifacts: readonly ArtifactAnswer[]): string | null {
  const recording = artifacts.findLast((artifact) => artifact.artifact_type === "recording");
  return recording?.created_at ?? run.finished_at ?? null;
}

/** The last picture at or before a row, within its block. */
export function pictureOf(rows: readonly Row[], row: Row): string | null {
  const block = row.block.workflow_run_block_id;
  const shots = rows.filter((other): other is ActionRow => other.kind === "action" && sameBlock(other, block));
  const until = row.kind === "action" ? shots.findIndex((shot) => shot.id === row.id) + 1 : shots.length;
  return (
    shots.slice(0, until).findLast((shot) => shot.action.screenshot_artifact_id)?.action.screenshot_artifact_id ?? null
  );
}

function sameBlock(row: Row, block: string): boolean {
  return row.block.workflow_run_block_id === block;
}
