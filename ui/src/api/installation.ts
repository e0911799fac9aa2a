/** How the server is set up, and whether that works. */
import { queryOptions } from "@tanstack/react-query";
import { answered, api } from "./client";
import type { FindingAnswer, SettingAnswer } from "./schema";

export const settingList = queryOptions({
  queryKey: ["settings"],
  queryFn: (): Promise<SettingAnswer[]> => answered(api.GET("/v1/settings")),
  staleTime: 60_000,
});

/** Looks at the server; with `ask` its models are asked a small question each. */
export function examination(ask: boolean) {
  return queryOptions({
    queryKey: ["doctor", ask],
    queryFn: (): Promise<FindingAnswer[]> => answered(api.GET("/v1/doctor", { params: { query: { ask } } })),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
}
