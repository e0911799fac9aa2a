/** What the server says of a definition, found again at the field that it is about. Pure. */

const OF_BLOCK = /^block '([^']*)'(?: \([^)]*\))?: (?:([a-z_]+)[\w.[\]]*: )?/;

/** Returns what is wrong with a block, by the field's name; "" for what is about the block as a whole. */
export function wrongsOf(lines: readonly string[], label: string): Record<string, string> {
  const found = lines.flatMap((line) => {
    const read = OF_BLOCK.exec(line);
    return read?.[1] === label ? [[read[2] ?? "", line] as const] : [];
  });
  return Object.fromEntries(found);
}
