/** The shapes of the charts, as numbers. Pure. */

export interface Bar {
  readonly x: number;
  readonly width: number;
  readonly parts: readonly { readonly name: string; readonly y: number; readonly height: number }[];
}

/** Returns stacked bars in a box of this size; the highest stack fills its height. */
export function stacked(
  rows: readonly Readonly<Record<string, number>>[],
  names: readonly string[],
  width: number,
  height: number,
): Bar[] {
  const most = Math.max(1, ...rows.map((row) => names.reduce((sum, name) => sum + (row[name] ?? 0), 0)));
  const step = width / Math.max(1, rows.length);
  return rows.map((row, index) => {
    let y = height;
    const parts = names.map((name) => {
      const part = ((row[name] ?? 0) / most) * height;
      y -= part;
      return { name, y, height: part };
    });
    return { x: index * step + step * 0.12, width: step * 0.76, parts };
  });
}

/** Returns the points of a line in a box of this size, as SVG takes them; null when there is nothing but zeros. */
export function line(values: readonly number[], width: number, height: number): string | null {
  const most = Math.max(...values, 0);
  if (most === 0) return null;
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  return values
    .map((value, index) => `${(index * step).toFixed(1)},${(height - (value / most) * height).toFixed(1)}`)
    .join(" ");
}
