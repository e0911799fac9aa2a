/** Runs: their list, one of them with all that is known of it, and what can be done to it. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { RunFilter } from "../runs/filter";
import { isFinal } from "../status";
import { answered, api, placeOf } from "./client";
import type { ArtifactAnswer, ModelCall, RunDetailAnswer, RunListItem, TimelineItem } from "./schema";

export const RUNS_A_PAGE = 100;
const SELDOM_MS = 20_000;
const AT_ONCE = 6;
const MOST_RUNS = 20_000;

function runPage(filter: RunFilter, page: number): Promise<RunListItem[]> {
  const query = {
    page,
    page_size: RUNS_A_PAGE,
    ...(filter.status.length > 0 ? { status: [...filter.status] } : {}),
    ...(filter.search.length >= 3 ? { search_key: filter.search } : {}),
    sort: filter.sort,
    ...(filter.workflow ? { workflow_permanent_id: [filter.workflow] } : {}),
  };
  return answered(api.GET("/v1/runs", { params: { query } }));
}

export function runList(filter: RunFilter) {
  return infiniteQueryOptions({
    queryKey: ["runs", filter],
    initialPageParam: 1,
    queryFn: ({ pageParam }): Promise<RunListItem[]> => runPage(filter, pageParam),
    getNextPageParam: (last, pages) => (last.length < RUNS_A_PAGE ? undefined : pages.length + 1),
    // the stream of events tells what changes; this finds what it may have missed
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : 60_000),
  });
}

export interface RunData {
  readonly run: RunDetailAnswer;
  readonly timeline: readonly TimelineItem[];
  readonly artifacts: readonly ArtifactAnswer[];
}

/** A run with its timeline and artifacts. What happens in it meanwhile comes as events. */
export function oneRun(runId: string) {
  const path = { run_id: runId };
  return queryOptions({
    queryKey: ["run", runId],
    queryFn: async (): Promise<RunData> => {
      const [run, timeline, artifacts] = await Promise.all([
        answered(api.GET("/v1/workflows/runs/{run_id}", { params: { path } })),
        answered(api.GET("/v1/runs/{run_id}/timeline", { params: { path } })),
        answered(api.GET("/v1/runs/{run_id}/artifacts", { params: { path } })),
      ]);
      return { run, timeline, artifacts };
    },
    refetchInterval: (query) => (isFinal(query.state.data?.run.status) ? false : SELDOM_MS),
  });
}

/** What a run asked of language models; asked for again when it has used more of their tokens. */
export function modelCalls(run: RunDetailAnswer) {
  return queryOptions({
    queryKey: ["run", run.run_id, "calls", run.model_tokens],
    queryFn: (): Promise<ModelCall[]> =>
      answered(api.GET("/v1/runs/{run_id}/model-calls", { params: { path: { run_id: run.run_id } } })),
    enabled: Boolean(run.model_tokens),
    placeholderData: (before) => before,
  });
}

export function cancelRun(runId: string): Promise<unknown> {
  return answered(api.POST("/v1/runs/{run_id}/cancel", { params: { path: { run_id: runId } } }));
}

/** Asks runs to stop, as many at a time as the server takes. */
export async function cancelRuns(runIds: readonly string[]): Promise<void> {
  for (let from = 0; from < runIds.length; from += RUNS_A_PAGE) {
    await answered(api.POST("/v1/runs/cancel", { body: { run_ids: runIds.slice(from, from + RUNS_A_PAGE) } }));
  }
}

/** Where a run that repeats another begins: with its first block, with the one that failed, or with a named one. */
export type RetryFrom = "start" | "failed" | { readonly block: string };

/** Starts a run with the inputs of this one, and with what it had done before the block where it begins. */
export function retryRun(runId: string, from: RetryFrom = "start"): Promise<{ run_id?: string }> {
  const query = typeof from === "string" ? { from_failed_block: from === "failed" } : { from_block: from.block };
  const params = { path: { run_id: runId }, query };
  return answered(api.POST("/v1/workflows/runs/{run_id}/retry", { params })) as Promise<{ run_id?: string }>;
}

/** Starts runs with the inputs of these. */
export async function retryRuns(runIds: readonly string[]): Promise<void> {
  for (let from = 0; from < runIds.length; from += AT_ONCE) {
    await Promise.all(runIds.slice(from, from + AT_ONCE).map((id) => retryRun(id)));
  }
}

/** Every run that a filter lets through, up to `MOST_RUNS`, beginning with those that are known. */
export async function allRuns(filter: RunFilter, known: readonly (readonly RunListItem[])[]): Promise<RunListItem[]> {
  const pages = [...known];
  while ((pages.at(-1)?.length ?? RUNS_A_PAGE) === RUNS_A_PAGE && pages.length * RUNS_A_PAGE < MOST_RUNS) {
    pages.push(await runPage(filter, pages.length + 1));
  }
  return pages.flat();
}

/** Answers a run that waits for a person. */
export function answerRun(runId: string, approved: boolean): Promise<unknown> {
  return answered(
    api.POST("/v1/workflows/runs/{run_id}/continue", {
      params: { path: { run_id: runId } },
      body: { approved, reason: "" },
    }),
  );
}

export function contentOf(artifactId: string): string {
  return placeOf(`v1/artifacts/${artifactId}/content`);
}
