import { expect, it } from "vitest";
import type { TimelineAction, TimelineItem } from "../api/schema";
import { withAction } from "./news";

const item = (id: string, children: TimelineItem[] = []) =>
  ({ block: { workflow_run_block_id: id, actions: [] }, children }) as unknown as TimelineItem;
const action = (id: string) => ({ action_id: id }) as unknown as TimelineAction;

it("puts an action into its block, once, wherever that is", () => {
  const items = [item("a"), item("loop", [item("in")])];
  const once = withAction(items, "in", action("x")) ?? [];
  expect(once[1]?.children).toMatchObject([{ block: { actions: [action("x")] } }]);
  expect(once[0]).toBe(items[0]);
  expect(withAction(once, "in", action("x"))).toBe(once);
  expect(withAction(items, "unknown", action("x"))).toBeNull();
});
