import { useThrottledCallback } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useEvents } from "../api/events";
import { oneRun } from "../api/runs";
import type { TimelineAction } from "../api/schema";
import { type Told, withAction } from "./news";

/** Keeps what is known of a run as its journal tells it, while it is not over. */
export function useRunNews(runId: string, on: boolean): void {
  const queries = useQueryClient();
  const { queryKey } = oneRun(runId);
  const afresh = useThrottledCallback(() => void queries.invalidateQueries({ queryKey }), 1000);
  useEvents(`v1/runs/${encodeURIComponent(runId)}/events`, on, {
    entry: (told) => {
      const { block_run_id, action } = told as Told & { action?: TimelineAction };
      const found = queries.getQueryData(queryKey);
      const timeline = found && action && block_run_id ? withAction(found.timeline, block_run_id, action) : null;
      if (found && timeline) queries.setQueryData(queryKey, { ...found, timeline });
      else afresh();
    },
    end: () => void queries.invalidateQueries({ queryKey }),
  });
}
