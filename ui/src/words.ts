/** The texts of the UI that are used in more than one place, or that a person may want to reword. */

export const words = {
  product: "Skyvern",
  signIn: {
    title: "Sign in",
    lead: "Enter an API key of this server once. It is kept in a cookie that scripts cannot read.",
    hint: "The server printed one when it first started; `skyvern keys` makes more.",
    label: "API key",
    wrong: "This server knows no such key. Copy it whole, or make one with `skyvern keys create`.",
    button: "Sign in",
  },
  unreachable: {
    title: "The server does not answer",
    next: "Is it running? `skyvern server` starts it. This page tries again by itself.",
  },
  runs: {
    empty: "No run yet.",
    emptyNext: "Start one from a workflow, or with POST /v1/run/workflows.",
    noMatch: "No run matches these filters.",
    search: "Title, run id or parameter value (3 letters or more)",
  },
  run: {
    noBlocks: "No block has begun yet.",
    noPicture: "There is no picture of this moment.",
  },
  workflows: {
    empty: "No workflow yet.",
    emptyNext: "Make one here, with `skyvern workflow create FILE`, or with an SDK.",
  },
} as const;
