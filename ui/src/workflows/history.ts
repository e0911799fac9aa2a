/** Undo and redo over whole values; changes of one field in a row are one step. Pure. */

export interface History<Value> {
  readonly past: readonly Value[];
  readonly present: Value;
  readonly future: readonly Value[];
  /** What the last change was of; the next one of the same joins it. */
  readonly about: string | null;
}

const MOST = 200;

export function begun<Value>(present: Value): History<Value> {
  return { past: [], present, future: [], about: null };
}

export function changed<Value>(history: History<Value>, present: Value, about: string | null = null): History<Value> {
  if (present === history.present) return history;
  const joined = about !== null && about === history.about;
  const past = joined ? history.past : [...history.past, history.present].slice(-MOST);
  return { past, present, future: [], about };
}

export function undone<Value>(history: History<Value>): History<Value> {
  const present = history.past.at(-1);
  if (present === undefined) return history;
  return { past: history.past.slice(0, -1), present, future: [history.present, ...history.future], about: null };
}

export function redone<Value>(history: History<Value>): History<Value> {
  const [present, ...future] = history.future;
  if (present === undefined) return history;
  return { past: [...history.past, history.present], present, future, about: null };
}
