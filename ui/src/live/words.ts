/** What the live view says and hears (the server's `api/live.py`), and what a viewer knows from it. Pure. */

export type LiveState = "connecting" | "live" | "taken_over" | "unreachable" | "ended";

export interface Holder {
  readonly holder: string;
  readonly since: string;
}

export interface Tab {
  readonly page: string;
  readonly url: string;
  readonly title: string;
  readonly active: boolean;
}

export interface Asked {
  readonly kind: string;
  readonly message: string;
  readonly default: string;
}

/** All that is shown around the picture. */
export interface LiveView {
  readonly state: LiveState;
  readonly why: string;
  readonly control: Holder | null;
  readonly mine: boolean;
  readonly tabs: readonly Tab[];
  readonly dialog: Asked | null;
  /** Whether the page waits for a file, and for how many. */
  readonly file: "one" | "many" | null;
  readonly note: string;
}

export const NOTHING_YET: LiveView = {
  state: "connecting",
  why: "Asking for the browser.",
  control: null,
  mine: false,
  tabs: [],
  dialog: null,
  file: null,
  note: "",
};

export const STATE_WORDS: Readonly<Record<LiveState, string>> = {
  connecting: "Connecting",
  live: "Live",
  taken_over: "Taken over",
  unreachable: "Not reachable",
  ended: "Ended",
};

type Message = { readonly type: string } & Record<string, unknown>;

/** The view after a message of the server; one that it does not know changes nothing. */
export function heard(view: LiveView, message: Message): LiveView {
  switch (message.type) {
    case "state": {
      const { state, why, control, mine } = message as unknown as LiveView;
      return { ...view, state, why, control, mine, ...(mine ? {} : { dialog: null, file: null }) };
    }
    case "tabs":
      return { ...view, tabs: message.tabs as Tab[] };
    case "dialog":
      return {
        ...view,
        dialog: {
          kind: String(message.kind),
          message: String(message.message),
          default: String(message.default ?? ""),
        },
      };
    case "dialog_closed":
      return { ...view, dialog: null };
    case "file_wanted":
      return { ...view, file: message.multiple ? "many" : "one" };
    case "note":
      return { ...view, note: String(message.message) };
    case "refused":
      return { ...view, note: String(message.why) };
    default:
      return view;
  }
}

/** One line on how things stand: who has the controls, or why there is nothing to see. */
export function told(view: LiveView): string {
  if (view.control === null) return view.why;
  const who = view.mine ? "You have the controls" : `${view.control.holder} has the controls`;
  return `${who} since ${new Date(`${view.control.since}Z`).toLocaleTimeString()}. The agent waits.`;
}
