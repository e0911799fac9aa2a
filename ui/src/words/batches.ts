/** Batches. */

export const batches = {
  title: "Batches",
  pause: "Pause",
  goOn: "Go on",
  cancel: "Cancel",
  lead: "One workflow for many sets of values.",
  empty: "No batch yet.",
  emptyNext: "In the form that starts a run, choose a CSV or XLSX file: each of its rows is a run.",
  further: "Further",
  before: "Before",
  csv: "CSV",
  notDone: "Not done",
  begun: "Begun",
  progress: "Progress",
  batch: "Batch",
  values: "Values",
  number: "No.",
} as const;
