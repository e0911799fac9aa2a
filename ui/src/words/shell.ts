/** The frame around every screen, and signing in. */

export const rooms = {
  home: "Home",
  runs: "Runs",
  batches: "Batches",
  workflows: "Workflows",
  schedules: "Schedules",
  sessions: "Sessions",
  profiles: "Profiles",
  credentials: "Credentials",
  webhooks: "Webhooks",
  files: "Files",
  settings: "Settings",
  audit: "Audit log",
  doctor: "Doctor",
} as const;

export const signIn = {
  title: "Sign in",
  lead: "Enter an API key of this server once. It is kept in a cookie that scripts cannot read.",
  ended:
    "Your session has ended: its key was revoked, or it is too old. Sign in to go on where you were; nothing you typed is lost.",
  hint: "The server printed one when it first started; `skyvern keys` makes more.",
  label: "API key",
  wrong: "This server knows no such key. Copy it whole, or make one with `skyvern keys create`.",
  usedLink: "This link was used or is too old. Enter a key, or start the server anew for another link.",
  button: "Sign in",
} as const;

export const frame = {
  toHome: "To the home page",
  missing: "There is no such page",
  missingNext: "The address may be mistyped or cut off; everything there is stands in the navigation.",
  signOut: "Sign out",
  light: "Light colours",
  dark: "Dark colours",
  skip: "To the content",
  main: "Main",
  navigation: "Navigation",
} as const;
