/** Profiles. */

export const profiles = {
  title: "Profiles",
  lead: "Saved states of browsers: signed in once, used by later runs with `browser_profile_id`.",
  make: "New profile",
  empty: "No profile yet.",
  emptyNext: "Sign in to a site in a session, then save its state here.",
  source: "Take the state of",
  sourceHelp: "A session that has ended or a browser that is open; empty begins with nothing.",
  newName: "New name",
  rename: "Rename",
  notRenamed: "Not renamed",
  save: "Save",
  from: "From",
} as const;
