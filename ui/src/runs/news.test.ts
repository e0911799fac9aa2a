import { describe, expect, it } from "vitest";
import type { RunListItem } from "../api/schema";
import { withRun } from "./news";

const run = (id: string, at: number, status = "running") =>
  ({ run_id: id, created_at: `2026-03-01T12:00:0${at}`, status }) as unknown as RunListItem;
const FOUND = { pages: [[run("c", 3), run("b", 2)], [run("a", 1)]], pageParams: [1, 2] };
const ids = (found: typeof FOUND | null) => found?.pages.flat().map((row) => `${row.run_id} ${row.status}`);

describe("a list of runs that hears of one", () => {
  it("has it as it stands now, wherever it is", () => {
    expect(ids(withRun(FOUND, run("a", 1, "failed"), false))).toEqual(["c running", "b running", "a failed"]);
  });

  it("puts a new one on top of the newest", () => {
    expect(ids(withRun(FOUND, run("d", 4), true))?.[0]).toBe("d running");
    expect(withRun({ pages: [[]] }, run("d", 4), true)?.pages).toEqual([[run("d", 4)]]);
  });

  it("does not guess where else one belongs", () => {
    expect(withRun(FOUND, run("d", 4), false)).toBeNull();
    expect(withRun(FOUND, run("x", 0), true)).toBeNull();
  });
});
