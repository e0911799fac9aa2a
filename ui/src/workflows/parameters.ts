/** The form in which a run's parameters are asked for, made from their types. Pure. */
import type { ParameterDoc, WorkflowDoc } from "./document";

export type ParameterKind = "string" | "integer" | "float" | "boolean" | "json" | "file_url" | "credential_id";

export interface Asked {
  readonly key: string;
  readonly kind: ParameterKind;
  readonly help: string;
  readonly required: boolean;
  readonly initial: unknown;
}

export function askedOf(doc: WorkflowDoc): Asked[] {
  return doc.workflow_definition.parameters
    .filter((parameter) => parameter.parameter_type === "workflow")
    .map((parameter: ParameterDoc) => {
      const kind = String(parameter.workflow_parameter_type ?? "string") as ParameterKind;
      const given = parameter.default_value ?? null;
      return {
        key: parameter.key,
        kind,
        help: String(parameter.description ?? ""),
        required: given === null,
        initial:
          kind === "json" && given !== null
            ? JSON.stringify(given, null, 2)
            : (given ?? (kind === "boolean" ? false : "")),
      };
    });
}

/** Returns known values as the form shows them: JSON is text there, and what is not asked for is left out. */
export function shownAs(
  asked: readonly Asked[],
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const known = asked.filter(({ key }) => values[key] !== undefined && values[key] !== null);
  return Object.fromEntries(
    known.map(({ key, kind }) => [key, kind === "json" ? JSON.stringify(values[key], null, 2) : values[key]]),
  );
}

/** Returns the values to send, or what is wrong by key. An empty answer where there is a default sends nothing. */
export function valuesOf(
  asked: readonly Asked[],
  answers: Readonly<Record<string, unknown>>,
): { values: Record<string, unknown>; wrong: Record<string, string> } {
  const values: Record<string, unknown> = {};
  const wrong: Record<string, string> = {};
  for (const one of asked) {
    const read = readAnswer(one, answers[one.key] ?? one.initial);
    if (read.wrong !== undefined) wrong[one.key] = read.wrong;
    else if (read.value !== undefined) values[one.key] = read.value;
  }
  return { values, wrong };
}

function readAnswer({ kind, required }: Asked, answer: unknown): { value?: unknown; wrong?: string } {
  if (answer === "") return required ? { wrong: "A value is needed." } : {};
  if (kind !== "json") return { value: answer };
  try {
    return { value: JSON.parse(String(answer)) };
  } catch (error) {
    return { wrong: `This is not JSON: ${(error as Error).message}` };
  }
}
