import { describe, expect, it } from "vitest";
import { ago, lengthOf, moment, secondsBetween } from "./time";

const NOW = new Date("2026-03-01T12:00:00Z");

describe("time", () => {
  it("reads moments without a zone as UTC", () => {
    expect(moment("2026-03-01T11:59:00.5").toISOString()).toBe("2026-03-01T11:59:00.500Z");
    expect(moment("2026-03-01T12:59:00+01:00").toISOString()).toBe("2026-03-01T11:59:00.000Z");
  });

  it.each([
    [-1, "–"],
    [0.04, "0.0 s"],
    [9.94, "9.9 s"],
    [59.2, "59 s"],
    [65, "1 min 05 s"],
    [3600, "1 h 00 min"],
    [7385, "2 h 03 min"],
  ])("says %s seconds as %s", (seconds, said) => {
    expect(lengthOf(seconds)).toBe(said);
  });

  it("counts until now while there is no end, and nothing before the start", () => {
    expect(secondsBetween("2026-03-01T11:59:00", null, NOW)).toBe(60);
    expect(secondsBetween("2026-03-01T11:59:00", "2026-03-01T11:59:12", NOW)).toBe(12);
    expect(secondsBetween(null, null, NOW)).toBe(-1);
  });

  it.each([
    ["2026-03-01T11:59:30", "just now"],
    ["2026-03-01T11:14:00", "46 min ago"],
    ["2026-03-01T03:00:00", "9 h ago"],
  ])("tells how long ago %s was", (text, said) => {
    expect(ago(text, NOW)).toBe(said);
  });
});
