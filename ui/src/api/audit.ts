/** The audit log: who used or changed what. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answered, api } from "./client";
import type { AuditPage, Deed } from "./schema";

export const DEEDS_A_PAGE = 50;

export function auditPage(deed: Deed | undefined, page: number) {
  return queryOptions({
    queryKey: ["audit", deed, page],
    queryFn: (): Promise<AuditPage> =>
      answered(
        api.GET("/v1/audit", { params: { query: { page, page_size: DEEDS_A_PAGE, ...(deed ? { deed } : {}) } } }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
}
