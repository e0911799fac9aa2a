/**
 * What can go wrong when talking to a server.
 *
 * SkyvernError
 * ├── SkyvernConnectionError       no answer: is the server running?
 * ├── SkyvernTimeoutError          no answer in time
 * │   └── RunTimeoutError          a run did not end in the time that you were ready to wait; it goes on
 * └── one class for each status that the server refuses with; all have statusCode, body and headers
 *     BadRequestError 400, ForbiddenError 403, NotFoundError 404, ConflictError 409, GoneError 410, TooLargeError 413,
 *     RangeNotSatisfiableError 416, UnprocessableEntityError 422, TooManyRequestsError 429, InternalServerError 5xx
 */

/** The server's answer that an error was made from. */
export interface Refusal {
  statusCode?: number;
  body?: unknown;
  headers?: Headers;
  cause?: unknown;
}

/** Anything that this client throws on its own. */
export class SkyvernError extends Error {
  readonly statusCode: number | undefined;
  readonly body: unknown;
  readonly headers: Headers | undefined;

  constructor(message: string, refusal: Refusal = {}) {
    super(message, refusal.cause === undefined ? undefined : { cause: refusal.cause });
    this.name = new.target.name;
    this.statusCode = refusal.statusCode;
    this.body = refusal.body;
    this.headers = refusal.headers;
  }

  /** What the server says was wrong: a sentence, or a list of `{ loc, msg, type }`. */
  get detail(): unknown {
    return isObject(this.body) && "detail" in this.body ? this.body.detail : this.body;
  }
}

/** The server could not be reached. */
export class SkyvernConnectionError extends SkyvernError {}

/** The server did not answer in time. The request may have been carried out all the same. */
export class SkyvernTimeoutError extends SkyvernError {}

/** The wait was over before the run was; `run` is how it stood last, and it goes on. */
export class RunTimeoutError<Run = unknown> extends SkyvernTimeoutError {
  constructor(
    readonly runId: string,
    seconds: number,
    readonly run: Run,
  ) {
    super(`run ${runId} did not end within ${seconds} s; it goes on, ask for it with getRun`);
  }
}

/** 400: the input of a run cannot be used; the message names it. */
export class BadRequestError extends SkyvernError {}

/** 403: no valid API key. */
export class ForbiddenError extends SkyvernError {}

/** 404: there is no such thing. */
export class NotFoundError extends SkyvernError {}

/** 409: somebody was faster, or the thing is in a state that does not allow this. */
export class ConflictError extends SkyvernError {}

/** 410: the thing has ended. */
export class GoneError extends SkyvernError {}

/** 413: the body or file is too large. */
export class TooLargeError extends SkyvernError {}

/** 416: the file has no such range. */
export class RangeNotSatisfiableError extends SkyvernError {}

/** 422: the request or definition is not well formed; the message names block and field. */
export class UnprocessableEntityError extends SkyvernError {}

/** 429: wait, then try again. */
export class TooManyRequestsError extends SkyvernError {}

/** 5xx: the server failed. */
export class InternalServerError extends SkyvernError {}

const BY_STATUS: Readonly<Record<number, typeof SkyvernError>> = {
  400: BadRequestError,
  403: ForbiddenError,
  404: NotFoundError,
  409: ConflictError,
  410: GoneError,
  413: TooLargeError,
  416: RangeNotSatisfiableError,
  422: UnprocessableEntityError,
  429: TooManyRequestsError,
};

/** Return the error that a status means. */
export function errorFor(statusCode: number, body: unknown, headers: Headers): SkyvernError {
  const Kind = BY_STATUS[statusCode] ?? (statusCode >= 500 ? InternalServerError : SkyvernError);
  return new Kind(`${statusCode}: ${sentence(body)}`, { statusCode, body, headers });
}

function sentence(body: unknown): string {
  const detail = isObject(body) ? (body.detail ?? body.error ?? body) : body;
  if (Array.isArray(detail)) {
    return detail.map(row).join("; ");
  }
  if (typeof detail === "string") {
    return detail || "no explanation given";
  }
  return JSON.stringify(detail) ?? "no explanation given";
}

function row(item: unknown): string {
  if (!isObject(item)) {
    return String(item);
  }
  const place = Array.isArray(item.loc) ? item.loc.filter((part) => part !== "body").join(".") : "";
  return place ? `${place}: ${item.msg}` : String(item.msg);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
