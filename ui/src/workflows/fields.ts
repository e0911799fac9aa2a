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
  /** What a value may look like. */
  readonly example: unknown;
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
  readonly examples?: readonly unknown[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** Returns a schema with its reference followed: blocks that hold blocks are told that way, and so are choices. */
function followed(schema: Schema, defs: Schema["$defs"]): Schema {
  const name = schema.$ref?.replace("#/$defs/", "");
  const found = name === undefined ? undefined : defs?.[name];
  return found ? { ...found, ...schema } : schema;
}

/** Returns the properties of a block's JSON schema, by name, with references followed. */
export function propertiesOf(schema: Values): { properties: Record<string, Schema>; required: readonly string[] } {
  const { $defs } = schema as Schema;
  const { properties = {}, required = [] } = followed(schema as Schema, $defs);
  const own = Object.entries(properties).map(([name, property]) => {
    const anyOf = property.anyOf?.map((part) => followed(part, $defs));
    return [name, { ...followed(property, $defs), ...(anyOf ? { anyOf } : {}) }] as const;
  });
  return { properties: Object.fromEntries(own), required };
}

/** What the editor shows by itself, in other ways. */
const ELSEWHERE = new Set(["label", "block_type", "loop_blocks"]);
const LONG = /goal|prompt|code|criterion|instructions|body|text$/;

/** Returns the fields, what must be given first. */
export function fieldsOf(schema: Values): Field[] {
  const { properties, required } = propertiesOf(schema);
  const fields = Object.entries(properties)
    .filter(([name]) => !ELSEWHERE.has(name))
    .map(([name, property]) => fieldOf(name, property, required.includes(name)));
  return [...fields.filter((field) => field.required), ...fields.filter((field) => !field.required)];
}

/** What stands open at once: what must be given, what is set, and what is explained; the rest folds away. */
export function isShown(field: Field, block: Values): boolean {
  return (
    field.required ||
    block[field.name] !== undefined ||
    (field.help !== "" && (field.kind !== "json" || field.example !== null))
  );
}

function fieldOf(name: string, property: Schema, required: boolean): Field {
  const own = property.anyOf?.filter((part) => part.type !== "null") ?? [property];
  const one = own.length === 1 ? own[0] : undefined;
  return {
    name,
    title: titleOf(name, property.title),
    kind: kindOf(name, one),
    required,
    help: property.description ?? "",
    choices: one?.enum ?? [],
    fallback: property.default ?? null,
    example: property.examples?.[0] ?? null,
  };
}

/** Written in capitals wherever they stand in a field's name. */
const CAPITALS =
  /^(url|id|json|html|css|csv|pdf|api|http|totp|sql|ssh|sftp|smtp|s3|gb|mb|ai|ip|llm|aws|ocr|gcs|cc|bcc)(s?)$/;

/** Returns a title that somebody wrote as it is; one that was only made of the field's name reads as a sentence. */
function titleOf(name: string, title: string | undefined): string {
  const words = name.split("_").map((word) => word.replace(CAPITALS, (_, short, s) => short.toUpperCase() + s));
  const plain = words.join(" ").replace(/^\p{L}/u, (first) => first.toUpperCase());
  return title === undefined || same(title, name) ? plain : title;
}

function same(title: string, name: string): boolean {
  return title.toLowerCase() === name.replaceAll("_", " ").toLowerCase();
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
