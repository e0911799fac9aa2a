/** Workflows to begin with: the samples, and those that are marked as templates. */
import { queryOptions } from "@tanstack/react-query";
import { answered, api } from "./client";
import type { SampleAnswer, WorkflowAnswer } from "./schema";

/** The samples for sites that are served there; `null` is where this server says that they are. */
export function sampleList(sites: string | null) {
  return queryOptions({
    queryKey: ["samples", sites],
    queryFn: (): Promise<SampleAnswer[]> =>
      answered(api.GET("/v1/samples", { params: { query: sites ? { sites } : {} } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export const ownTemplates = queryOptions({
  queryKey: ["workflows", "templates"],
  queryFn: (): Promise<WorkflowAnswer[]> =>
    answered(api.GET("/v1/workflows", { params: { query: { page: 1, page_size: 100, template: true } } })),
});
