/** Whether this browser is signed in, and how it signs in and out. */
import { queryOptions } from "@tanstack/react-query";
import { OWN_PAGE, placeOf, Refused } from "./client";

export interface Session {
  readonly organization_id: string;
  readonly version: string;
}

async function ask(method: string, body?: object): Promise<Response> {
  return fetch(placeOf("ui/session"), {
    method,
    headers: { ...OWN_PAGE, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

/** `null` when nobody is signed in here. */
export const session = queryOptions({
  queryKey: ["session"],
  queryFn: async (): Promise<Session | null> => {
    const answer = await ask("GET");
    if (!answer.ok) throw new Refused(answer.status, `The server answered ${answer.status}.`);
    return (await answer.json()) as Session | null;
  },
  staleTime: 60_000,
});

/** What stands behind # in a link that `skyvern server` printed; it leaves the address before anything else happens. */
let once = new URLSearchParams(location.hash.slice(1)).get("once");
if (once !== null) history.replaceState(null, "", location.pathname + location.search);

/** Returns the token of such a link, once. */
export function takeOnce(): string | null {
  const token = once;
  once = null;
  return token;
}

/** Returns whether the key, or the token of a link, is one of this server. */
export async function signIn(what: { readonly key: string } | { readonly once: string }): Promise<boolean> {
  const answer = await ask("POST", what);
  if (answer.ok) return true;
  if (answer.status === 403) return false;
  throw new Refused(answer.status, `The server answered ${answer.status}.`);
}

export async function signOut(): Promise<void> {
  await ask("DELETE");
}
