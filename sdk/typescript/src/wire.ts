/** One way to a server: its address, the key, tries and time-outs, and JSON both ways. */

import { userAgent, variable } from "./environment.js";
import { errorFor, SkyvernConnectionError, SkyvernError, SkyvernTimeoutError } from "./errors.js";
import { pauseBefore, sleep, worthRetrying } from "./retry.js";
import type { Answer, Method } from "./routes.js";
import { VERSION } from "./version.js";

const DEFAULT_BASE_URL = "http://localhost:8000";
const DEFAULT_SECONDS = 60;
const DEFAULT_RETRIES = 2;

export interface ClientOptions {
  /** Default: the environment variable SKYVERN_API_KEY. */
  apiKey?: string | undefined;
  /** The server's address. Default: `environment`, else SKYVERN_BASE_URL, else http://localhost:8000. */
  baseUrl?: string | undefined;
  /** An address under another name, as programs written for other clients give it. */
  environment?: string | undefined;
  /** Headers that every request gets. */
  headers?: Record<string, string> | undefined;
  /** How long one try may take: 60 seconds. */
  timeoutInSeconds?: number | undefined;
  /** How often a request is sent again after 408, 429 or 5xx: 2. */
  maxRetries?: number | undefined;
  /** Another `fetch`, for proxies and tests. */
  fetch?: typeof fetch | undefined;
}

export interface RequestOptions {
  timeoutInSeconds?: number | undefined;
  maxRetries?: number | undefined;
  /** Ends the request; the promise is rejected with the signal's reason. */
  abortSignal?: AbortSignal | undefined;
  headers?: Record<string, string> | undefined;
  queryParams?: Record<string, unknown> | undefined;
  apiKey?: string | undefined;
}

/** What one request carries: the values of `{…}` in its path in order, query, body and headers. */
export interface Call {
  params?: readonly string[];
  query?: Record<string, unknown>;
  /** Sent as JSON; a FormData as it is. */
  body?: unknown;
  headers?: Record<string, unknown>;
  /** It makes something: all tries get the same Idempotency-Key, so that it is made once. */
  makes?: boolean;
}

export class Wire {
  readonly baseUrl: string;
  private readonly options: ClientOptions;
  private readonly send: typeof fetch;

  constructor(options: ClientOptions) {
    const url = options.baseUrl || options.environment || variable("SKYVERN_BASE_URL") || DEFAULT_BASE_URL;
    this.baseUrl = url.trim().replace(/\/+$/, "");
    this.options = options;
    this.send = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  }

  /** Send a request and return its JSON. Throws SkyvernError or one of its kinds. */
  async call<P extends string, M extends Method>(
    method: M,
    path: P,
    call: Call = {},
    options: RequestOptions = {},
  ): Promise<Answer<P, M>> {
    const url = this.baseUrl + filled(path, call.params ?? []) + queryOf({ ...call.query, ...options.queryParams });
    const multipart = typeof FormData !== "undefined" && call.body instanceof FormData;
    const json = call.body !== undefined && !multipart;
    const headers = this.headers(call, options);
    if (json) {
      headers.set("content-type", "application/json");
    }
    const body = json ? JSON.stringify(call.body) : ((call.body ?? null) as FormData | null);
    return this.tried({ method: method.toUpperCase(), url, headers, body }, options, readJson) as Promise<Answer<P, M>>;
  }

  /** Return the bytes behind a URL of an answer; the key goes along to the server itself only. */
  download(url: string, options: RequestOptions = {}, range?: string): Promise<Blob> {
    const whole = new URL(url, `${this.baseUrl}/`);
    const own = whole.origin === new URL(this.baseUrl).origin;
    const headers = own ? this.headers({}, options) : new Headers(options.headers);
    if (range !== undefined) {
      headers.set("range", range);
    }
    return this.tried({ method: "GET", url: whole.href, headers, body: null }, options, (response) => response.blob());
  }

  private headers(call: Call, options: RequestOptions): Headers {
    const key = (options.apiKey ?? this.options.apiKey ?? variable("SKYVERN_API_KEY") ?? "").trim();
    const headers = new Headers();
    const given = {
      "user-agent": userAgent(VERSION),
      "x-api-key": key || undefined,
      "idempotency-key": call.makes ? idempotencyKey() : undefined,
      ...this.options.headers,
      ...call.headers,
      ...options.headers,
    };
    for (const [name, value] of Object.entries(given)) {
      if (value !== undefined && value !== null) {
        headers.set(name, String(value));
      }
    }
    return headers;
  }

  private async tried<T>(sent: Sent, options: RequestOptions, read: (response: Response) => Promise<T>): Promise<T> {
    const retries = options.maxRetries ?? this.options.maxRetries ?? DEFAULT_RETRIES;
    for (let tried = 1; ; tried += 1) {
      const { response, value } = await this.once(sent, options, read);
      if (value !== undefined) {
        return value.read;
      }
      if (tried > retries || !worthRetrying(response.status)) {
        throw errorFor(response.status, await readBody(response), response.headers);
      }
      await response.body?.cancel();
      await sleep(pauseBefore(tried, response.headers), options.abortSignal);
    }
  }

  /** One try. The time-out covers reading the body of an answer that is no refusal. */
  private async once<T>(sent: Sent, options: RequestOptions, read: (response: Response) => Promise<T>) {
    const seconds = options.timeoutInSeconds ?? this.options.timeoutInSeconds ?? DEFAULT_SECONDS;
    const controller = new AbortController();
    const late = new SkyvernTimeoutError(`no answer from ${this.baseUrl} within ${seconds} s`);
    const timer = setTimeout(() => controller.abort(late), seconds * 1000);
    const stop = () => controller.abort(options.abortSignal?.reason);
    options.abortSignal?.addEventListener("abort", stop, { once: true });
    try {
      options.abortSignal?.throwIfAborted();
      const { method, headers, body } = sent;
      const response = await this.send(sent.url, { method, headers, body, signal: controller.signal });
      return { response, value: response.ok ? { read: await read(response) } : undefined };
    } catch (error) {
      throw controller.signal.aborted ? controller.signal.reason : this.unreached(error, options);
    } finally {
      clearTimeout(timer);
      options.abortSignal?.removeEventListener("abort", stop);
    }
  }

  private unreached(error: unknown, options: RequestOptions): unknown {
    if (error instanceof SkyvernError || options.abortSignal?.aborted) {
      return error;
    }
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const words = cause instanceof Error ? cause.message || (cause as { code?: string }).code || cause.name : cause;
    return new SkyvernConnectionError(
      `no answer from ${this.baseUrl} (${words}): is the server running there? Start it with \`skyvern server\`, ` +
        "or name another one with baseUrl or SKYVERN_BASE_URL",
      { cause: error },
    );
  }
}

interface Sent {
  method: string;
  url: string;
  headers: Headers;
  body: string | FormData | null;
}

function filled(path: string, params: readonly string[]): string {
  const left = [...params];
  return path.replace(/\{[^}]+\}/g, (name) => {
    const value = left.shift();
    if (!value) {
      throw new SkyvernError(`${name.slice(1, -1)} is missing: it is part of the address ${path}`);
    }
    return encodeURIComponent(value);
  });
}

function queryOf(query: Record<string, unknown>): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((item) => item !== undefined && item !== null)
      .map((item): [string, string] => [key, item instanceof Date ? item.toISOString() : String(item)]),
  );
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : "";
}

async function readJson(response: Response): Promise<unknown> {
  const body = await readBody(response);
  if (typeof body === "string" && !response.headers.get("content-type")?.includes("json")) {
    throw new SkyvernError(`${response.url} does not answer like a Skyvern server: is the address right?`);
  }
  return body;
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

function idempotencyKey(): string {
  const half = () => Math.random().toString(36).slice(2);
  return `ts-${Date.now().toString(36)}-${globalThis.crypto?.randomUUID?.() ?? half() + half()}`;
}
