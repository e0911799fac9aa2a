import { expect, it } from "vitest";
import { partsOf } from "./progress";

it("tells what has ended first, and nothing of what there is none of", () => {
  expect(partsOf({ waiting: 5, completed: 3, failed: 2, running: 0 }, 10)).toEqual([
    { status: "completed", count: 3, percent: 30 },
    { status: "failed", count: 2, percent: 20 },
    { status: "waiting", count: 5, percent: 50 },
  ]);
  expect(partsOf({}, 0)).toEqual([]);
});
