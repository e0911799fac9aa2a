/** Figures over many runs. */
import { queryOptions } from "@tanstack/react-query";
import { answered, api } from "./client";
import type { FiguresAnswer } from "./schema";

export function figures(days: number) {
  return queryOptions({
    queryKey: ["figures", days],
    queryFn: (): Promise<FiguresAnswer> => answered(api.GET("/v1/figures", { params: { query: { days } } })),
    refetchInterval: 15_000,
  });
}
