/** Addresses that programs written for other clients name; your own server's goes into `baseUrl`. */
export const SkyvernEnvironment = {
  Cloud: "https://api.skyvern.com",
  Staging: "https://api-staging.skyvern.com",
  Local: "http://localhost:8000",
} as const;

export type SkyvernEnvironment = (typeof SkyvernEnvironment)[keyof typeof SkyvernEnvironment];

/** Return the value of an environment variable, where there are any. */
export function variable(name: "SKYVERN_API_KEY" | "SKYVERN_BASE_URL"): string | undefined {
  const scope = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return scope.process?.env?.[name] || undefined;
}

/** Return how this client names itself; undefined in browsers, which name themselves. */
export function userAgent(version: string): string | undefined {
  const scope = globalThis as { process?: { versions?: { node?: string } } };
  const node = scope.process?.versions?.node;
  return node === undefined ? undefined : `skyvern-typescript/${version} node/${node}`;
}
