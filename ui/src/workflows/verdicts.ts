/** What the server says of a definition, found again at the field that it is about. Pure. */
import { sentence } from "../parts/sentence";

/** Errors forbid saving; warnings do not. */
export interface Told {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

export interface Remark {
  /** Without the block and the field that it is shown at. */
  readonly text: string;
  /** Whether it is an error. */
  readonly grave: boolean;
}

const OF_BLOCK = /^block '([^']*)'(?: \([^)]*\))?: (?:([a-z_]+)([\w.[\]]*): )?/;

/** Returns what is said of a block, by the field's name; "" for the block as a whole. An error hides a warning. */
export function remarksOf({ errors, warnings }: Told, label: string): Record<string, Remark> {
  return Object.fromEntries([...found(warnings, label, false), ...found(errors, label, true)]);
}

function found(lines: readonly string[], label: string, grave: boolean): (readonly [string, Remark])[] {
  return lines.flatMap((text) => {
    const read = OF_BLOCK.exec(text);
    if (read?.[1] !== label) return [];
    const [whole, , field = "", within = ""] = read;
    const said = text.slice(whole.length);
    return [[field, { text: within ? `${field}${within}: ${said}` : sentence(said), grave }] as const];
  });
}

/** Returns how bad it stands with a block, null when nothing is said of it. */
export function worstOf(remarks: Readonly<Record<string, Remark>>): "error" | "warning" | null {
  const all = Object.values(remarks);
  if (all.length === 0) return null;
  return all.some(({ grave }) => grave) ? "error" : "warning";
}
