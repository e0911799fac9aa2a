/** Workflows: their list. */
import { queryOptions } from "@tanstack/react-query";
import { answered, api } from "./client";
import type { WorkflowAnswer } from "./schema";

export const workflowList = queryOptions({
  queryKey: ["workflows"],
  queryFn: (): Promise<WorkflowAnswer[]> =>
    answered(api.GET("/v1/workflows", { params: { query: { page: 1, page_size: 100 } } })),
});
