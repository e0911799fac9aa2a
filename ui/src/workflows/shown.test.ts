import { describe, expect, it } from "vitest";
import { NEW_WORKFLOW, type WorkflowDoc } from "./document";
import { reached, withShown } from "./shown";

const parameter = (key: string, type = "string") => ({
  key,
  parameter_type: "workflow",
  workflow_parameter_type: type,
});
const SHOWN = {
  parameters: [parameter("name"), parameter("login", "credential_id")],
  blocks: [
    { label: "fill_name", block_type: "action", navigation_goal: 'Type "{{ name }}".', parameter_keys: ["name"] },
    { label: "sign_in", block_type: "login", parameter_keys: ["login"] },
  ],
};

describe("recorded blocks in a document", () => {
  it("stand where they are put, with their parameters", () => {
    const made = withShown(NEW_WORKFLOW, [0], SHOWN).workflow_definition;
    expect(made).toMatchObject(SHOWN);
  });

  it("give way to names that are taken, but share a credential", () => {
    const once = withShown(NEW_WORKFLOW, [0], SHOWN);
    const twice = withShown(once, [1], SHOWN).workflow_definition;
    expect(twice.parameters.map(({ key }) => key)).toEqual(["name", "login", "name_2"]);
    expect(twice.blocks.map(({ label }) => label)).toEqual(["fill_name", "fill_name_2", "sign_in_2", "sign_in"]);
    expect(twice.blocks[1]).toMatchObject({ navigation_goal: 'Type "{{ name_2 }}".', parameter_keys: ["name_2"] });
    expect(twice.blocks[2]?.parameter_keys).toEqual(["login"]);
  });
});

it("a try reaches up to a block, from it on, or it alone; a block in a loop stands for its loop", () => {
  const blocks = ["a", "b", "c"].map((label) => ({ label, block_type: "wait" }));
  const doc: WorkflowDoc = { title: "x", workflow_definition: { parameters: [], blocks } };
  expect(reached(doc, [1], "upTo")).toEqual(["a", "b"]);
  expect(reached(doc, [1, 4], "from")).toEqual(["b", "c"]);
  expect(reached(doc, [2], "only")).toEqual(["c"]);
});
