/** What each status of a run or block is called, how it looks and what it means: the one table of it. */
import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconClock,
  IconHourglass,
  IconLoader2,
  IconPlayerPause,
  IconPlayerSkipForward,
  IconSquareX,
  type TablerIcon,
} from "@tabler/icons-react";
import type { RunStatus } from "./api/schema";

export interface StatusLook {
  readonly label: string;
  readonly color: string;
  readonly icon: TablerIcon;
  readonly help: string;
  readonly final: boolean;
}

/** Beside those of runs: of blocks, browser sessions, batches with their items, and webhook deliveries. */
type Other =
  | ("skipped" | "timeout" | "retry")
  | ("finished" | "waiting" | "refused" | "deleted")
  | ("pending" | "delivered");
type Status = RunStatus | Other;

const LOOKS: Readonly<Record<Status, StatusLook>> = {
  created: { label: "Created", color: "gray", icon: IconClock, help: "Waiting for a worker.", final: false },
  queued: { label: "Queued", color: "gray", icon: IconHourglass, help: "Waiting for a worker.", final: false },
  running: { label: "Running", color: "blue", icon: IconLoader2, help: "At work.", final: false },
  paused: { label: "Paused", color: "yellow", icon: IconPlayerPause, help: "Waiting for a person.", final: false },
  completed: {
    label: "Completed",
    color: "teal",
    icon: IconCheck,
    help: "Every block did what it should.",
    final: true,
  },
  failed: { label: "Failed", color: "red", icon: IconAlertTriangle, help: "Something broke.", final: true },
  terminated: {
    label: "Terminated",
    color: "orange",
    icon: IconSquareX,
    help: "The workflow decided to stop here.",
    final: true,
  },
  canceled: { label: "Canceled", color: "gray", icon: IconBan, help: "Somebody stopped it.", final: true },
  timed_out: { label: "Timed out", color: "red", icon: IconClock, help: "The time for it was over.", final: true },
  timeout: { label: "Timed out", color: "gray", icon: IconClock, help: "Its time was over.", final: true },
  retry: {
    label: "Opening again",
    color: "gray",
    icon: IconLoader2,
    help: "Its browser is started anew.",
    final: false,
  },
  finished: { label: "Finished", color: "teal", icon: IconCheck, help: "Every run of it has ended.", final: true },
  waiting: { label: "Waiting", color: "gray", icon: IconHourglass, help: "Its run has not begun.", final: false },
  refused: { label: "Refused", color: "red", icon: IconBan, help: "Its run could not be started.", final: true },
  deleted: { label: "Deleted", color: "gray", icon: IconBan, help: "Its run was deleted later.", final: true },
  pending: { label: "Waiting", color: "gray", icon: IconHourglass, help: "It is sent soon, or again.", final: false },
  delivered: { label: "Delivered", color: "teal", icon: IconCheck, help: "The other side took it.", final: true },
  skipped: { label: "Skipped", color: "gray", icon: IconPlayerSkipForward, help: "It was left out.", final: true },
};
const UNKNOWN: StatusLook = { label: "Unknown", color: "gray", icon: IconClock, help: "", final: false };

export const RUN_STATUSES = [
  ...(["created", "queued", "running", "paused", "completed", "failed"] as const),
  ...(["terminated", "canceled", "timed_out"] as const),
] satisfies readonly RunStatus[] as readonly RunStatus[];

export function lookOf(status: string | null | undefined): StatusLook {
  return LOOKS[status as Status] ?? { ...UNKNOWN, label: status ?? UNKNOWN.label };
}

export function isFinal(status: string | null | undefined): boolean {
  return lookOf(status).final;
}
