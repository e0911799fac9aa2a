/** Blocks that were recorded, put into a document that may have labels and keys of the same names. Pure. */
import { type BlockDoc, outline, type ParameterDoc, type Path, type WorkflowDoc } from "./document";

export interface Shown {
  readonly parameters: readonly ParameterDoc[];
  readonly blocks: readonly BlockDoc[];
}

/** Returns the document with recorded blocks before the place `at`; what has a name that is taken gets another. */
export function withShown(doc: WorkflowDoc, at: Path, shown: Shown): WorkflowDoc {
  const { parameters, blocks } = doc.workflow_definition;
  const renamed = new Map<string, string>();
  const fresh: ParameterDoc[] = [];
  const keys = new Set(parameters.map((parameter) => parameter.key));
  for (const parameter of shown.parameters) {
    const same = parameters.find(({ key }) => key === parameter.key);
    if (same && parameter.workflow_parameter_type === "credential_id" && isCredential(same)) continue;
    const key = free(parameter.key, keys);
    keys.add(key);
    renamed.set(parameter.key, key);
    fresh.push({ ...parameter, key });
  }
  const labels = new Set(outline(blocks).map((row) => row.block.label));
  const added = shown.blocks.map((block) => {
    const label = free(block.label, labels);
    labels.add(label);
    return renamedIn({ ...block, label }, renamed);
  });
  const place = at[0] ?? blocks.length;
  const next = [...blocks.slice(0, place), ...added, ...blocks.slice(place)];
  return {
    ...doc,
    workflow_definition: { ...doc.workflow_definition, parameters: [...parameters, ...fresh], blocks: next },
  };
}

function isCredential(parameter: ParameterDoc): boolean {
  return parameter.workflow_parameter_type === "credential_id";
}

function free(name: string, taken: ReadonlySet<string>): string {
  let number = 1;
  let found = name;
  while (taken.has(found)) {
    number += 1;
    found = `${name}_${number}`;
  }
  return found;
}

function renamedIn(block: BlockDoc, names: ReadonlyMap<string, string>): BlockDoc {
  const of = (key: string) => names.get(key) ?? key;
  const goal = block.navigation_goal;
  const keys = block.parameter_keys;
  return {
    ...block,
    ...(typeof goal === "string"
      ? { navigation_goal: goal.replaceAll(/\{\{ (\w+) \}\}/g, (_, key: string) => `{{ ${of(key)} }}`) }
      : {}),
    ...(Array.isArray(keys) ? { parameter_keys: keys.map((key) => of(String(key))) } : {}),
  };
}

export type Reach = "upTo" | "from" | "only";

/** Returns the labels of the top blocks that a try at the block runs. */
export function reached(doc: WorkflowDoc, at: Path, reach: Reach): string[] {
  const labels = doc.workflow_definition.blocks.map((block) => block.label);
  const place = at[0] ?? 0;
  if (reach === "upTo") return labels.slice(0, place + 1);
  return reach === "from" ? labels.slice(place) : labels.slice(place, place + 1);
}
