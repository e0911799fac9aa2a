/** Workflows: their list, one of them, saving, checking, running; the block types that there are. */
import { queryOptions } from "@tanstack/react-query";
import type { WorkflowDoc } from "../workflows/document";
import { answered, api } from "./client";
import type { BlockTypeAnswer, RunAnswer, ValidationAnswer, WorkflowAnswer } from "./schema";

export function workflowList(search = "") {
  return queryOptions({
    queryKey: ["workflows", search],
    queryFn: (): Promise<WorkflowAnswer[]> =>
      answered(
        api.GET("/v1/workflows", {
          params: { query: { page: 1, page_size: 100, ...(search ? { search_key: search } : {}) } },
        }),
      ),
  });
}

export function oneWorkflow(workflowId: string) {
  return queryOptions({
    queryKey: ["workflow", workflowId],
    queryFn: (): Promise<WorkflowAnswer> =>
      answered(api.GET("/v1/workflows/{workflow_id}", { params: { path: { workflow_id: workflowId } } })),
    refetchOnWindowFocus: false,
  });
}

export function workflowVersions(workflowId: string) {
  return queryOptions({
    queryKey: ["workflow", workflowId, "versions"],
    queryFn: async (): Promise<WorkflowAnswer[]> => {
      const params = { path: { workflow_id: workflowId } };
      const found = (await answered(api.GET("/v1/workflows/{workflow_id}/versions", { params }))) as WorkflowAnswer[];
      return found.toSorted((one, other) => other.version - one.version);
    },
  });
}

export const blockTypes = queryOptions({
  queryKey: ["block types"],
  queryFn: (): Promise<BlockTypeAnswer[]> => answered(api.GET("/v1/block_types")) as Promise<BlockTypeAnswer[]>,
  staleTime: Number.POSITIVE_INFINITY,
});

/** Saves the next version of a workflow, or the first one when there is no id. */
export function saveWorkflow(workflowId: string | null, doc: WorkflowDoc): Promise<WorkflowAnswer> {
  const body = { json_definition: doc as Record<string, unknown> };
  return workflowId === null
    ? answered(api.POST("/v1/workflows", { body }))
    : answered(api.POST("/v1/workflows/{workflow_id}", { params: { path: { workflow_id: workflowId } }, body }));
}

export function checkWorkflow(doc: WorkflowDoc) {
  return queryOptions({
    queryKey: ["check", doc],
    queryFn: (): Promise<ValidationAnswer> =>
      answered(api.POST("/v1/workflows/validate", { body: { json_definition: doc as Record<string, unknown> } })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10_000,
  });
}

export interface RunOptions {
  readonly webhook_url?: string;
  readonly browser_session_id?: string;
  readonly browser_profile_id?: string;
}

export function runWorkflow(
  workflowId: string,
  parameters: Record<string, unknown>,
  options: RunOptions = {},
): Promise<RunAnswer> {
  return answered(
    api.POST("/v1/run/workflows", { body: { workflow_id: workflowId, parameters, ...options } as never }),
  ) as Promise<RunAnswer>;
}

/** Runs some blocks of the saved workflow in a browser that stays. */
export function runBlocks(
  workflowId: string,
  labels: readonly string[],
  parameters: Record<string, unknown>,
  sessionId: string,
): Promise<RunAnswer> {
  const body = { workflow_id: workflowId, block_labels: [...labels], parameters, browser_session_id: sessionId };
  return answered(api.POST("/v1/run/workflows/blocks", { body: body as never })) as Promise<RunAnswer>;
}
