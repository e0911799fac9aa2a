import { describe, expect, it } from "vitest";
import { diffOf, near } from "./diff";

const marks = { same: " ", added: "+", removed: "-" } as const;
const told = (before: string, after: string) => diffOf(before, after).map((line) => marks[line.kind] + line.text);

describe("a diff", () => {
  it("marks what only one has", () => {
    expect(told("a\nb\nc", "a\nx\nc\nd")).toEqual([" a", "-b", "+x", " c", "+d"]);
    expect(told("a", "a")).toEqual([" a"]);
  });

  it("leaves out what stays the same far away", () => {
    const before = "1\n2\n3\n4\n5\n6\n7";
    const lines = near(diffOf(before, before.replace("4", "x")), 1);
    expect(lines.map((line) => (line ? marks[line.kind] + line.text : "…"))).toEqual([
      "…",
      " 3",
      "-4",
      "+x",
      " 5",
      "…",
    ]);
  });
});
