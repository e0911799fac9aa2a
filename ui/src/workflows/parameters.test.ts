import { describe, expect, it } from "vitest";
import type { WorkflowDoc } from "./document";
import { askedOf, shownAs, valuesOf } from "./parameters";

const parameter = (key: string, kind: string, more: object = {}) => ({
  key,
  parameter_type: "workflow",
  workflow_parameter_type: kind,
  ...more,
});
const DOC: WorkflowDoc = {
  title: "T",
  workflow_definition: {
    blocks: [],
    parameters: [
      parameter("name", "string"),
      parameter("count", "integer", { default_value: 3 }),
      parameter("sure", "boolean"),
      parameter("data", "json", { default_value: { a: 1 } }),
      { key: "login", parameter_type: "credential" },
    ],
  },
};

describe("the parameters of a run", () => {
  const asked = askedOf(DOC);

  it("are asked for with what they are when nothing is said", () => {
    expect(asked.map((one) => [one.key, one.required, one.initial])).toEqual([
      ["name", true, ""],
      ["count", false, 3],
      ["sure", true, false],
      ["data", false, '{\n  "a": 1\n}'],
    ]);
  });

  it("are sent with their types", () => {
    expect(valuesOf(asked, { name: "Ann", count: "", data: "[1]" })).toEqual({
      values: { name: "Ann", sure: false, data: [1] },
      wrong: {},
    });
  });

  it("of another run are shown as the form has them", () => {
    const shown = shownAs(asked, { name: "Ann", data: [1], count: null, other: 2 });
    expect(shown).toEqual({ name: "Ann", data: "[\n  1\n]" });
    expect(valuesOf(asked, shown).values).toMatchObject({ name: "Ann", data: [1] });
  });

  it("are refused with a reason", () => {
    const { wrong } = valuesOf(asked, { data: "{" });
    expect(wrong.name).toBe("A value is needed.");
    expect(wrong.data).toMatch(/^This is not JSON/);
  });
});
