import { describe, expect, it } from "vitest";
import { line, stacked } from "./chart";

describe("the shapes of charts", () => {
  it("stacks parts from the floor up, the highest to the ceiling", () => {
    const [one, two] = stacked(
      [
        { ok: 3, bad: 1 },
        { ok: 2, bad: 0 },
      ],
      ["ok", "bad"],
      100,
      40,
    );
    expect(one?.parts).toEqual([
      { name: "ok", y: 10, height: 30 },
      { name: "bad", y: 0, height: 10 },
    ]);
    expect(two?.parts[0]).toEqual({ name: "ok", y: 20, height: 20 });
    expect([one?.x, two?.x]).toEqual([6, 56]);
  });

  it("draws nothing where nothing was", () => {
    expect(stacked([], ["ok"], 100, 40)).toEqual([]);
    expect(line([0, 0], 100, 40)).toBeNull();
    expect(line([], 100, 40)).toBeNull();
  });

  it("draws a line from side to side", () => {
    expect(line([0, 5, 10], 100, 40)).toBe("0.0,40.0 50.0,20.0 100.0,0.0");
  });
});
