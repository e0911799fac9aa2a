/** What changed between two texts, line by line. Pure. */

export interface DiffLine {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/** Returns the lines of both, those that only one has marked; a longest common subsequence stays. */
export function diffOf(before: string, after: string): DiffLine[] {
  const [old, fresh] = [before.split("\n"), after.split("\n")];
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint32Array(fresh.length + 1));
  const lengthAt = (row: number, column: number) => lengths[row]?.[column] ?? 0;
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = fresh.length - 1; column >= 0; column -= 1) {
      const line = lengths[row] as Uint32Array;
      line[column] =
        old[row] === fresh[column]
          ? lengthAt(row + 1, column + 1) + 1
          : Math.max(lengthAt(row + 1, column), lengthAt(row, column + 1));
    }
  }
  return walked(old, fresh, lengthAt);
}

function walked(
  old: readonly string[],
  fresh: readonly string[],
  lengthAt: (row: number, column: number) => number,
): DiffLine[] {
  const lines: DiffLine[] = [];
  let [row, column] = [0, 0];
  while (row < old.length || column < fresh.length) {
    const kind = kindAt(old, fresh, row, column, lengthAt);
    lines.push({ kind, text: (kind === "added" ? fresh[column] : old[row]) ?? "" });
    if (kind !== "added") row += 1;
    if (kind !== "removed") column += 1;
  }
  return lines;
}

function kindAt(
  old: readonly string[],
  fresh: readonly string[],
  row: number,
  column: number,
  lengthAt: (row: number, column: number) => number,
): DiffLine["kind"] {
  if (row >= old.length) return "added";
  if (column >= fresh.length) return "removed";
  if (old[row] === fresh[column]) return "same";
  return lengthAt(row + 1, column) >= lengthAt(row, column + 1) ? "removed" : "added";
}

/** Leaves out what stays the same far from any change; null stands for what was left out. */
export function near(lines: readonly DiffLine[], around = 3): (DiffLine | null)[] {
  const shown = lines.map((_, at) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some((line) => line.kind !== "same"),
  );
  return lines.flatMap((line, at) => (shown[at] ? [line] : at === 0 || shown[at - 1] ? [null] : []));
}
