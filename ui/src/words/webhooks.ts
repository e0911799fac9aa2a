/** Webhooks and their deliveries. */

export const webhooks = {
  title: "Webhooks",
  lead: "What this server told others about runs, and what could not be delivered.",
  empty: "Nothing here.",
  emptyNext: "A run with a `webhook_url` tells its end to that address.",
  replay: "Send again",
  replayAll: "Send all that failed again",
  notSent: "Not sent",
  nextTry: (at: string) => `next try ${at}`,
  cameBack: "What came back",
  tries: "Tries",
  to: "To",
  which: "Which deliveries",
  delivered: "Delivered",
  waiting: "Waiting",
  failed: "Failed",
} as const;
