/** When a refused request is sent again, and how long to wait before. */

const LONGEST_WAIT = 60_000;
const FIRST_WAIT = 1000;
const JITTER = 0.2;

/** Tell whether another try can help. */
export function worthRetrying(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** Return the milliseconds to wait before try number `tried + 1`: as the server says, else 1 s, 2 s, 4 s, … */
export function pauseBefore(tried: number, headers: Headers, now: number = Date.now()): number {
  const told = retryAfter(headers.get("retry-after"), now) ?? reset(headers.get("x-ratelimit-reset"), now);
  if (told !== undefined) {
    return Math.min(told, LONGEST_WAIT);
  }
  const pause = Math.min(FIRST_WAIT * 2 ** (tried - 1), LONGEST_WAIT);
  return pause * (1 + JITTER * (Math.random() - 0.5));
}

/** Wait; rejects with the signal's reason as soon as it is aborted. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

function retryAfter(value: string | null, now: number): number | undefined {
  if (!value) {
    return undefined;
  }
  const seconds = Number(value);
  const milliseconds = Number.isNaN(seconds) ? Date.parse(value) - now : seconds * 1000;
  return milliseconds >= 0 ? milliseconds : undefined;
}

function reset(value: string | null, now: number): number | undefined {
  const milliseconds = value ? Number(value) * 1000 - now : Number.NaN;
  return milliseconds > 0 ? milliseconds : undefined;
}
