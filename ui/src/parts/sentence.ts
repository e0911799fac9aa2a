/** The beginning of a sentence: a plain word. A name or a value, such as `provider:model`, stays as it is. */
const PLAIN = /^\p{Ll}[\p{Ll}'-]*(?=[\s,;.]|$)/u;

/** Returns what the server says in the middle of its own sentence as one that stands alone. */
export function sentence(text: string): string {
  return PLAIN.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
