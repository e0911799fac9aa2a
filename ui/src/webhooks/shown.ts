/** Which deliveries are shown; it lives in the URL. */
import type { DeliveryStatus } from "../api/schema";

const STATUSES: readonly string[] = ["pending", "delivered", "failed"] satisfies DeliveryStatus[];

export interface Shown {
  readonly status?: DeliveryStatus;
}

/** Returns what of a URL's search part the list understands; the rest is dropped. */
export function readShown(search: Record<string, unknown>): Shown {
  const asked = String(search.status ?? "");
  return STATUSES.includes(asked) ? { status: asked as DeliveryStatus } : {};
}
