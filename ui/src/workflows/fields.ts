/** Which inputs a block's JSON schema asks for. A block type that the server adds needs no change here. */
import type { Values } from "./document";

export type FieldKind = "text" | "long" | "switch" | "number" | "choice" | "list" | "json";

export interface Field {
  readonly name: string;
  readonly title: string;
  readonly kind: FieldKind;
  readonly required: boolean;
  readonly help: string;
  readonly choices: readonly string[];
  readonly fallback: unknown;
}

interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly $ref?: string;
}

/** What the editor shows by itself, in other ways. */
const ELSEWHERE = new Set(["label", "block_type", "loop_blocks"]);
const LONG = /goal|prompt|code|criterion|instructions|body|text$/;

/** Returns the fields, what must be given first. */
export function fieldsOf(schema: Values): Field[] {
  const { properties = {}, required = [] } = schema as Schema;
  const fields = Object.entries(properties)
    .filter(([name]) => !ELSEWHERE.has(name))
    .map(([name, property]) => fieldOf(name, property, required.includes(name)));
  return [...fields.filter((field) => field.required), ...fields.filter((field) => !field.required)];
}

/** What stands open at once: what must be given, what is set, and what is plain and explained; the rest folds away. */
export function isShown(field: Field, block: Values): boolean {
  return field.required || block[field.name] !== undefined || (field.help !== "" && field.kind !== "json");
}

function fieldOf(name: string, property: Schema, required: boolean): Field {
  const own = property.anyOf?.filter((part) => part.type !== "null") ?? [property];
  const one = own.length === 1 ? own[0] : undefined;
  return {
    name,
    title: property.title ?? name,
    kind: kindOf(name, one),
    required,
    help: property.description ?? "",
    choices: one?.enum ?? [],
    fallback: property.default ?? null,
  };
}

function kindOf(name: string, schema: Schema | undefined): FieldKind {
  if (schema?.enum) return "choice";
  switch (schema?.type) {
    case "boolean":
      return "switch";
    case "integer":
    case "number":
      return "number";
    case "array":
      return schema.items?.type === "string" ? "list" : "json";
    case "string":
      return LONG.test(name) ? "long" : "text";
    default:
      return "json";
  }
}
