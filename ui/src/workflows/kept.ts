/** The browser that stays open beside an editor: blocks are tried in it, and recorded. */
import { useSessionStorage } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { closeSession, oneSession, openSession } from "../api/sessions";
import { isFinal } from "../status";

const MINUTES = 60;
/** The name of an editor whose workflow has none yet. */
export const UNSAVED = "unsaved";
const placeOf = (name: string) => `skyvern kept ${name}`;

/** Gives the browser of one editor to another, before that one is drawn. */
export function handOver(from: string, to: string): void {
  const kept = sessionStorage.getItem(placeOf(from));
  if (kept === null) return;
  sessionStorage.setItem(placeOf(to), kept);
  sessionStorage.removeItem(placeOf(from));
}

export interface Kept {
  /** The id of the session, while it lives. */
  readonly id: string | null;
  /** Returns the session, opened with this address when there is none. */
  readonly need: (url: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** `name` tells the editors of different workflows apart; the browser outlives a reload of the page. */
export function useKept(name: string): Kept {
  const [kept, keep, forget] = useSessionStorage<string | null>({ key: placeOf(name), defaultValue: null });
  const found = useQuery({ ...oneSession(kept ?? ""), enabled: kept !== null });
  const gone = found.error !== null || isFinal(found.data?.status);
  const id = kept !== null && !gone ? kept : null;
  return {
    id,
    need: async (url) => {
      if (id !== null) return id;
      const session = await openSession(url, MINUTES);
      keep(session.browser_session_id);
      return session.browser_session_id;
    },
    close: async () => {
      if (id !== null) await closeSession(id);
      forget();
    },
  };
}
