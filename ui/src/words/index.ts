/** Every text of the UI that a person reads: one file for each folder of screens. */
import { batches } from "./batches";
import { credentials } from "./credentials";
import { files } from "./files";
import { home } from "./home";
import { live } from "./live";
import { parts } from "./parts";
import { profiles } from "./profiles";
import { run } from "./run";
import { runs } from "./runs";
import { schedules } from "./schedules";
import { sessions } from "./sessions";
import { audit, doctor, keys, settings } from "./settings";
import { frame, rooms, signIn } from "./shell";
import { templates } from "./templates";
import { webhooks } from "./webhooks";
import { bench, editor, record, runForm, workflows } from "./workflows";

export const words = {
  ...parts,
  rooms,
  signIn,
  frame,
  home,
  runs,
  batches,
  run,
  workflows,
  editor,
  record,
  bench,
  runForm,
  templates,
  schedules,
  profiles,
  webhooks,
  files,
  settings,
  keys,
  audit,
  doctor,
  sessions,
  credentials,
  live,
} as const;
