/** Templates. */

export const templates = {
  title: "Templates",
  holds: (blocks: number, parameters: number) => `${blocks} blocks, ${parameters} parameters`,
  lead: "Workflows to begin with. Saving one makes it yours.",
  sites: "Address of the sample sites",
  sitesHelp: "`skyvern sites` serves them; the server reaches them with SKYVERN_ALLOWED_PRIVATE_NETWORKS=127.0.0.1/32.",
  use: "Use it",
  own: "Your templates",
  ownEmpty: "A workflow that is marked as a template stands here.",
  samples: "Samples",
} as const;
