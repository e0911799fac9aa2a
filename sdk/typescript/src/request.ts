/** Sorts the fields of a request into query, headers and body, as the published calls mix them. */

import type { Call } from "./wire.js";

export interface Places {
  query?: readonly string[];
  headers?: readonly string[];
}

/** Return what goes where. `{ body: { … } }` means the same as its fields given flat. */
export function sorted(request: object | undefined, places: Places = {}): Call {
  if (request === undefined) {
    return {};
  }
  const { body: inner, ...outer } = request as Record<string, unknown>;
  const fields: Record<string, unknown> = isFields(inner) ? { ...outer, ...inner } : { ...request };
  const call = { query: taken(fields, places.query), headers: taken(fields, places.headers) };
  return { ...call, body: fields };
}

function taken(fields: Record<string, unknown>, names: readonly string[] = []): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const name of names) {
    found[name] = fields[name];
    delete fields[name];
  }
  return found;
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
