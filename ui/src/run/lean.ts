/** What of a run's outputs a person wants to see: what blocks brought, without the bookkeeping around it. */

type Values = Record<string, unknown>;

/** The keys of what an agent's block puts around its result (contract 5). */
const WRAPPING = ["task_id", "status", "extracted_information"] as const;

/** All that a block tells which broke (contract 3.5); the reason has a place of its own. */
const BROKEN: ReadonlySet<string> = new Set(["status", "failure_reason", "errors"]);

/** A run also lists what all its blocks extracted; each stands with its block already. */
export function leanOutput(output: unknown): unknown {
  if (!isValues(output)) return output;
  const { extracted_information: listed, ...blocks } = output;
  const parts = Object.entries(Array.isArray(listed) ? blocks : output).flatMap(([name, value]) => {
    const lean = leanValue(value);
    return lean === null ? [] : [[name.replace(/_output$/, ""), lean] as const];
  });
  return parts.length > 0 ? Object.fromEntries(parts) : null;
}

/** Returns what one block brought; null for nothing. */
export function leanValue(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(leanValue).filter((item) => item !== null);
    return items.length > 0 ? items : null;
  }
  if (!isValues(value)) return value ?? null;
  if (WRAPPING.every((key) => key in value)) return ofAgent(value);
  return Object.keys(value).length > 0 && Object.keys(value).every((key) => BROKEN.has(key)) ? null : value;
}

/** What an agent's block found, and the names of the files that came with it. */
function ofAgent(value: Values): unknown {
  const files = Array.isArray(value.downloaded_files) ? (value.downloaded_files as Values[]) : [];
  const names = files.flatMap((file) => (file.filename ? [file.filename] : []));
  const found = value.extracted_information ?? null;
  if (names.length === 0) return found;
  return found === null ? { files: names } : { extracted: found, files: names };
}

function isValues(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
