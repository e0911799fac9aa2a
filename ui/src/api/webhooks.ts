/** Webhook deliveries: what was told to whom, and what could not be. */
import { queryOptions } from "@tanstack/react-query";
import { answered, api } from "./client";
import type { DeliveryAnswer, DeliveryStatus } from "./schema";

export function deliveryList(status: DeliveryStatus | null, runId: string | null = null) {
  return queryOptions({
    queryKey: ["deliveries", status, runId],
    queryFn: async (): Promise<DeliveryAnswer[]> => {
      const query = { page: 1, page_size: 100, ...(status ? { status } : {}), ...(runId ? { run_id: runId } : {}) };
      return (await answered(api.GET("/v1/webhooks/deliveries", { params: { query } }))).deliveries;
    },
    refetchInterval: 5000,
  });
}

export function replay(deliveryId: string): Promise<unknown> {
  const params = { path: { delivery_id: deliveryId } };
  return answered(api.POST("/v1/webhooks/deliveries/{delivery_id}/replay", { params }));
}

export function replayAllFailed(): Promise<unknown> {
  return answered(api.POST("/v1/webhooks/deliveries/replay", { body: { all_failed: true } as never }));
}
