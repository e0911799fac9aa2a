/** The one door to the server: typed by its OpenAPI document, on the address that the page came from. */
import createClient from "openapi-fetch";
import type { paths } from "./schema";

/** Browsers send the cookie by themselves; this header is what no other site's page can send with it. */
export const OWN_PAGE = { "x-skyvern-ui": "1" } as const;

export function placeOf(path: string): string {
  return new URL(path.replace(/^\//, ""), document.baseURI).toString();
}

export const api = createClient<paths>({ baseUrl: placeOf("").replace(/\/$/, ""), headers: OWN_PAGE });

/** A refusal of the server, in its own words. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** Returns what the server answered; throws `Refused` with its detail. */
export async function answered<Data>(asked: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await asked;
  if (!response.ok) throw refusedWith(response.status, error);
  return data as Data;
}

/** Tells a refusal by what the server said: a sentence, or what is wrong with which fields. */
export function refusedWith(status: number, body: unknown): Refused {
  return new Refused(status, detailOf(body) ?? `The server answered ${status}.`);
}

function detailOf(error: unknown): string | null {
  if (typeof error === "string" && error) return error;
  const detail = (error as { detail?: unknown } | null)?.detail;
  if (typeof detail === "string") return detail;
  return Array.isArray(detail) ? detail.map((item: { msg?: string }) => item.msg ?? String(item)).join("; ") : null;
}
