/** When a schedule is due, as a form holds it, as the server takes it, and in words. Pure. */
import cronstrue from "cronstrue";
import type { ScheduleListItem, ScheduleRequest } from "../api/schema";
import { dayAndTime, lengthOf, moment } from "../time";

export const OVERLAPS = [
  { value: "allow", label: "Start another beside it" },
  { value: "skip", label: "Leave this time out" },
  { value: "queue", label: "Start when it has ended" },
  { value: "cancel", label: "Cancel it and start anew" },
] as const;

export const MISSED = [
  { value: "run_once", label: "Start once for all of them" },
  { value: "run_all", label: "Start once for each" },
  { value: "skip", label: "Leave them out" },
] as const;

export type How = "cron" | "interval" | "once";

export interface Plan {
  readonly how: How;
  readonly cron: string;
  readonly minutes: number;
  /** As an `<input type=datetime-local>` has it, in the browser's zone. */
  readonly once: string;
  readonly zone: string;
  readonly name: string;
  readonly overlap: string;
  readonly missed: string;
}

export function freshPlan(zone: string): Plan {
  return {
    how: "cron",
    cron: "0 9 * * 1-5",
    minutes: 60,
    once: "",
    zone,
    name: "",
    overlap: "allow",
    missed: "run_once",
  };
}

export function planOf(one: ScheduleListItem): Plan {
  const fresh = freshPlan(one.timezone);
  const kept = one as unknown as { overlap_policy?: string; missed_policy?: string };
  return {
    ...fresh,
    how: one.run_at ? "once" : one.interval_seconds ? "interval" : "cron",
    cron: one.cron_expression ?? fresh.cron,
    minutes: (one.interval_seconds ?? fresh.minutes * 60) / 60,
    once: one.run_at ? localText(moment(one.run_at)) : "",
    name: one.name ?? "",
    overlap: kept.overlap_policy ?? fresh.overlap,
    missed: kept.missed_policy ?? fresh.missed,
  };
}

export function requestOf(plan: Plan, parameters: Readonly<Record<string, unknown>>): ScheduleRequest {
  const when = {
    cron: { cron_expression: plan.cron.trim() },
    interval: { interval_seconds: Math.round(plan.minutes * 60) },
    once: { run_at: plan.once ? new Date(plan.once).toISOString() : null },
  }[plan.how];
  return {
    ...when,
    timezone: plan.zone,
    enabled: true,
    overlap_policy: plan.overlap as ScheduleRequest["overlap_policy"],
    missed_policy: plan.missed as ScheduleRequest["missed_policy"],
    ...(plan.name.trim() ? { name: plan.name.trim() } : {}),
    ...(Object.keys(parameters).length > 0 ? { parameters: { ...parameters } } : {}),
  };
}

/** A cron expression in words, null while it is none. */
export function cronWords(expression: string): string | null {
  try {
    return cronstrue.toString(expression.trim(), { use24HourTimeFormat: true, throwExceptionOnParseError: true });
  } catch {
    return null;
  }
}

export function inWords(one: ScheduleListItem): string {
  if (one.run_at) return `Once, ${dayAndTime(one.run_at, one.timezone)}`;
  if (one.interval_seconds) return `Every ${lengthOf(one.interval_seconds).replace(/ 00 (?:s|min)$/, "")}`;
  return cronWords(one.cron_expression ?? "") ?? String(one.cron_expression);
}

function localText(at: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
