import { describe, expect, it } from "vitest";
import type { ScheduleListItem } from "../api/schema";
import { cronWords, freshPlan, inWords, planOf, requestOf } from "./plan";

const kept = (more: object) =>
  ({ timezone: "Europe/London", name: null, cron_expression: null, ...more }) as unknown as ScheduleListItem;

describe("a schedule", () => {
  it("is said in words", () => {
    expect(cronWords("0 9 * * 1-5")).toBe("At 09:00, Monday through Friday");
    expect(cronWords("nonsense")).toBeNull();
    expect(inWords(kept({ interval_seconds: 5400 }))).toBe("Every 1 h 30 min");
    expect(inWords(kept({ interval_seconds: 900 }))).toBe("Every 15 min");
    expect(inWords(kept({ cron_expression: "*/5 * * * *" }))).toBe("Every 5 minutes");
  });

  it("is asked for in exactly one way", () => {
    const plan = { ...freshPlan("UTC"), name: " Morning " };
    expect(requestOf(plan, { a: 1 })).toEqual({
      cron_expression: "0 9 * * 1-5",
      timezone: "UTC",
      enabled: true,
      overlap_policy: "allow",
      missed_policy: "run_once",
      name: "Morning",
      parameters: { a: 1 },
    });
    expect(requestOf({ ...plan, how: "interval", minutes: 30 }, {})).toMatchObject({ interval_seconds: 1800 });
    expect(requestOf({ ...plan, how: "interval" }, {})).not.toHaveProperty("cron_expression");
  });

  it("survives the form", () => {
    const one = kept({ run_at: "2026-03-01T12:00:00", overlap_policy: "skip", missed_policy: "run_all", name: "N" });
    expect(requestOf(planOf(one), {})).toMatchObject({
      run_at: "2026-03-01T12:00:00.000Z",
      overlap_policy: "skip",
      missed_policy: "run_all",
      name: "N",
      timezone: "Europe/London",
    });
  });
});
