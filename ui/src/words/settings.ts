/** Settings, API keys, the audit log and the doctor. */

export const settings = {
  title: "Settings",
  lead: "Set by environment variables when the server starts; see docs/reference/settings.md.",
  usual: "usual",
  keys: "API keys",
  hello: "Say hello to the model",
  other: "More",
  set: "set",
  setting: "Setting",
} as const;

export const keys = {
  make: "New key",
  made: "A new key",
  once: "Copy it now: it is shown this once. The old key stays good until it is revoked.",
  scope: "What it may do",
  read: "read: look at everything",
  run: "run: also start and stop runs",
  write: "write: also change workflows and credentials",
  admin: "admin: everything, keys too",
  rotate: "Rotate",
  revoke: "Revoke",
  revoked: "revoked",
  sure: "Revoke for good",
  notRevoked: "Not revoked",
  notRotated: "Not rotated",
  one: "key",
  mayDo: "Scope",
} as const;

export const audit = {
  title: "Audit log",
  lead: "Who used or changed keys, credentials and controls, and who deleted things. Newest first.",
  empty: "Nothing is written down yet.",
  emptyNext: "Making a key, using a credential or taking over a browser is.",
  any: "Any deed",
  deed: "Deed",
  at: "When",
  actor: "Who",
  subject: "What",
  details: "More",
  newer: "Newer",
  older: "Older",
  deeds: {
    key_created: "Key made",
    key_revoked: "Key revoked",
    credential_created: "Credential added",
    credential_changed: "Credential changed",
    credential_deleted: "Credential deleted",
    credential_used: "Credential used",
    control_taken: "Controls taken",
    control_released: "Controls given back",
    control_lapsed: "Controls lapsed",
    run_deleted: "Run deleted",
    organization_changed: "Organisation changed",
  },
} as const;

export const doctor = {
  title: "Doctor",
  lead: "Looks for what is wrong with this server, and says how to mend it.",
  again: "Look again",
  ask: "Look and ask the model",
  looking: "Looking; a browser is started for it.",
  good: "Fine",
  broken: "Broken",
  note: "Worth knowing",
  mend: "Mend it",
} as const;
