/** Batches: one workflow run for many sets of values. */
import { queryOptions } from "@tanstack/react-query";
import { answered, api, OWN_PAGE, placeOf, refusedWith } from "./client";
import type { BatchAnswer } from "./schema";

export const batchList = queryOptions({
  queryKey: ["batches"],
  queryFn: async (): Promise<BatchAnswer[]> =>
    (await answered(api.GET("/v1/batches", { params: { query: { page: 1, page_size: 50 } } }))).batches,
  refetchInterval: 3000,
});

export function batchItems(batchId: string, page: number) {
  return queryOptions({
    queryKey: ["batches", batchId, page],
    queryFn: async () => {
      const params = { path: { batch_id: batchId }, query: { page, page_size: 100 } };
      return (await answered(api.GET("/v1/batches/{batch_id}/items", { params }))).items;
    },
    refetchInterval: 3000,
  });
}

/** Runs a workflow once for each row of a file. */
export async function batchOfFile(workflowId: string, file: File): Promise<BatchAnswer> {
  const form = new FormData();
  form.set("file", file);
  form.set("workflow_id", workflowId);
  const answer = await fetch(placeOf("v1/batches/file"), { method: "POST", headers: OWN_PAGE, body: form });
  const body = (await answer.json()) as BatchAnswer;
  if (!answer.ok) throw refusedWith(answer.status, body);
  return body;
}

export type BatchDeed = "pause" | "resume" | "cancel" | "retry-failed";

export function steerBatch(batchId: string, deed: BatchDeed): Promise<unknown> {
  const params = { path: { batch_id: batchId } };
  switch (deed) {
    case "pause":
      return answered(api.POST("/v1/batches/{batch_id}/pause", { params }));
    case "resume":
      return answered(api.POST("/v1/batches/{batch_id}/resume", { params }));
    case "cancel":
      return answered(api.POST("/v1/batches/{batch_id}/cancel", { params }));
    case "retry-failed":
      return answered(api.POST("/v1/batches/{batch_id}/retry-failed", { params }));
  }
}

export function resultsOf(batchId: string): string {
  return placeOf(`v1/batches/${batchId}/results?format=csv`);
}
