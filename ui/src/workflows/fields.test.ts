import { describe, expect, it } from "vitest";
import { fieldsOf, isShown } from "./fields";

const nullable = (type: object) => ({ anyOf: [type, { type: "null" }], default: null });
const SCHEMA = {
  required: ["label", "navigation_goal"],
  properties: {
    label: { type: "string" },
    block_type: { const: "x", type: "string" },
    url: { ...nullable({ type: "string" }), title: "Url", description: "Page to open first" },
    max_retries: nullable({ type: "integer" }),
    complete_on_download: { type: "boolean", default: false },
    parameter_keys: nullable({ type: "array", items: { type: "string" } }),
    data_schema: { anyOf: [{ type: "object" }, { type: "string" }, { type: "null" }], description: "What is read" },
    shape: { ...nullable({ type: "object" }), description: "What is sent", examples: [{ a: 1 }] },
    method: { enum: ["GET", "POST"], type: "string" },
    navigation_goal: { type: "string", title: "Navigation Goal" },
  },
};

it("follows references: of a block that holds blocks, and of choices", () => {
  const schema = {
    $defs: {
      ForLoop: {
        properties: { over: { type: "string" }, engine: { $ref: "#/$defs/Engine", default: "a" } },
        required: ["over"],
      },
      Engine: { enum: ["a", "b"], type: "string", title: "Engine" },
    },
    $ref: "#/$defs/ForLoop",
  };
  expect(fieldsOf(schema).map((field) => [field.name, field.kind, field.required, field.choices])).toEqual([
    ["over", "text", true, []],
    ["engine", "choice", false, ["a", "b"]],
  ]);
});

describe("the fields of a schema", () => {
  const fields = fieldsOf(SCHEMA);

  it("come with the required ones first, each with its kind", () => {
    expect(fields.map((field) => [field.name, field.kind])).toEqual([
      ["navigation_goal", "long"],
      ["url", "text"],
      ["max_retries", "number"],
      ["complete_on_download", "switch"],
      ["parameter_keys", "list"],
      ["data_schema", "json"],
      ["shape", "json"],
      ["method", "choice"],
    ]);
    expect(fields.at(-1)?.choices).toEqual(["GET", "POST"]);
  });

  it("are called by what somebody wrote, else by their name as a sentence", () => {
    const titles = Object.fromEntries(fields.map((field) => [field.name, field.title]));
    expect(titles).toMatchObject({ navigation_goal: "Navigation goal", url: "URL", max_retries: "Max retries" });
    const named = { properties: { totp_url: { title: "Totp Url" }, to: { title: "Whom it goes to" }, file_urls: {} } };
    expect(fieldsOf(named).map((field) => field.title)).toEqual(["TOTP URL", "Whom it goes to", "File URLs"]);
  });

  it("stand open when they must be given, are set, or are explained", () => {
    const shown = fields.filter((field) => isShown(field, { max_retries: 3 })).map((field) => field.name);
    expect(shown).toEqual(["navigation_goal", "url", "max_retries", "shape"]);
  });
});
