/** The live view of a browser. */

export const live = {
  asksForFile: "The page asks for a file",
  ok: "OK",
  newTab: "New tab",
  answer: "Answer",
  asks: "The page asks",
  reload: "Reload",
  back: "Back",
  giveBack: "Give back",
  takeOver: "Take over",
  shows: "What the browser shows",
  liveView: "Live view",
} as const;
