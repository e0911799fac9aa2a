import { describe, expect, it } from "vitest";
import type { WorkflowDoc } from "./document";
import { readDoc, textOf } from "./text";

const DOC: WorkflowDoc = {
  title: "T",
  workflow_definition: {
    parameters: [],
    blocks: [{ label: "a", block_type: "code", code: "x = 1\ny: 2 # no comment" }],
  },
};

describe("a workflow as text", () => {
  it.each(["json", "yaml"] as const)("is the same after being written and read as %s", (language) => {
    expect(readDoc(textOf(DOC, language), language)).toEqual({ doc: DOC, wrong: null });
  });

  it("takes JSON for YAML, and a definition without parameters", () => {
    expect(
      readDoc('{"title": "T", "workflow_definition": {"blocks": []}}').doc?.workflow_definition.parameters,
    ).toEqual([]);
  });

  it.each([
    ["a: [", /^This is not YAML yet/],
    ["1", /title/],
    ["title: T", /blocks/],
    ["title: T\nworkflow_definition: {blocks: [], parameters: 3}", /parameters/],
  ])("says why %s is none", (text, why) => {
    expect(readDoc(text).wrong).toMatch(why);
  });
});
