/** What a timeline becomes when its run's journal tells of an action. Pure. */
import type { TimelineAction, TimelineItem } from "../api/schema";

export interface Told {
  readonly kind: string;
  readonly block_run_id: string | null;
}

type Items = readonly TimelineItem[];

/** Returns the timeline with the action in its block, the same where it has it, null where it has no such block. */
export function withAction(items: Items, blockId: string, action: TimelineAction): Items | null {
  for (const [index, item] of items.entries()) {
    const next = inItem(item, blockId, action);
    if (next) return next === item ? items : items.with(index, next);
  }
  return null;
}

function inItem(item: TimelineItem, blockId: string, action: TimelineAction): TimelineItem | null {
  if (item.block?.workflow_run_block_id !== blockId) {
    const inner = withAction(item.children as TimelineItem[], blockId, action);
    return inner && (inner === item.children ? item : { ...item, children: [...inner] as never });
  }
  const actions = item.block.actions ?? [];
  const known = actions.some((one) => one.action_id === action.action_id);
  return known ? item : { ...item, block: { ...item.block, actions: [...actions, action] } };
}
