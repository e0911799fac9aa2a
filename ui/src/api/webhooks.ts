/** Webhook deliveries: what was told to whom, and what could not be. */
import { queryOptions } from "@tanstack/react-query";
import { OWN_PAGE, placeOf, Refused } from "./client";

export type DeliveryStatus = "pending" | "delivered" | "failed";

export interface Delivery {
  readonly delivery_id: string;
  readonly run_id: string;
  readonly url: string;
  readonly status: DeliveryStatus;
  readonly tries: number;
  readonly created_at: string;
  readonly next_try_at: string | null;
  readonly delivered_at: string | null;
  readonly given_up_at: string | null;
  readonly last_status: number | null;
  readonly last_error: string | null;
}

interface Page {
  readonly deliveries: readonly Delivery[];
  readonly total_count: number;
}

async function ask<Answer>(path: string, body?: object): Promise<Answer> {
  const answer = await fetch(placeOf(path), {
    method: body ? "POST" : "GET",
    headers: { ...OWN_PAGE, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const told = (await answer.json().catch(() => null)) as { detail?: unknown } | null;
  if (!answer.ok) throw new Refused(answer.status, String(told?.detail ?? `The server answered ${answer.status}.`));
  return told as Answer;
}

export function deliveryList(status: DeliveryStatus | null, runId: string | null = null) {
  const query = new URLSearchParams({ page: "1", page_size: "100" });
  if (status) query.set("status", status);
  if (runId) query.set("run_id", runId);
  return queryOptions({
    queryKey: ["deliveries", status, runId],
    queryFn: async () => (await ask<Page>(`v1/webhooks/deliveries?${query}`)).deliveries,
    refetchInterval: 5000,
  });
}

export function replay(deliveryId: string): Promise<unknown> {
  return ask(`v1/webhooks/deliveries/${encodeURIComponent(deliveryId)}/replay`, {});
}

export function replayAllFailed(): Promise<unknown> {
  return ask("v1/webhooks/deliveries/replay", { all_failed: true });
}
