import { expect, it } from "vitest";
import { partsOf, readOpened } from "./progress";

it("tells what has ended first, and nothing of what there is none of", () => {
  expect(partsOf({ waiting: 4, queued: 1, completed: 3, failed: 2, running: 0 }, 10)).toEqual([
    { status: "completed", count: 3, percent: 30, begun: true },
    { status: "failed", count: 2, percent: 20, begun: true },
    { status: "queued", count: 1, percent: 10, begun: false },
    { status: "waiting", count: 4, percent: 40, begun: false },
  ]);
  expect(partsOf({}, 0)).toEqual([]);
});

it("knows the opened batch by its address", () => {
  expect(readOpened({ batch: "batch_1", x: 2 })).toEqual({ batch: "batch_1" });
  expect(readOpened({ batch: 7 })).toEqual({});
});
