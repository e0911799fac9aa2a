import { ActionIcon, Button, Group, Paper, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { words } from "../words";
import type { ParameterDoc, WorkflowDoc } from "./document";

const KINDS = ["string", "integer", "float", "boolean", "json", "file_url", "credential_id"];

interface Props {
  readonly doc: WorkflowDoc;
  readonly change: (doc: WorkflowDoc, about?: string) => void;
}

/** The values that a run is given; blocks use them as {{ key }}. Kinds other than workflow parameters stay as they are. */
export function Parameters({ doc, change }: Props) {
  const definition = doc.workflow_definition;
  const put = (parameters: readonly ParameterDoc[], about?: string) =>
    change({ ...doc, workflow_definition: { ...definition, parameters } }, about);
  const edit = (index: number, more: Partial<ParameterDoc>, about?: string) =>
    put(
      definition.parameters.map((parameter, at) =>
        at === index ? ({ ...parameter, ...more } as ParameterDoc) : parameter,
      ),
      about,
    );
  const add = () => {
    let number = definition.parameters.length + 1;
    while (definition.parameters.some((parameter) => parameter.key === `parameter_${number}`)) number += 1;
    const fresh = { key: `parameter_${number}`, parameter_type: "workflow", workflow_parameter_type: "string" };
    put([...definition.parameters, fresh]);
  };
  return (
    <Paper withBorder p="xs">
      <Group justify="space-between" mb={definition.parameters.length > 0 ? 6 : 0}>
        <Text size="sm" fw={600}>
          {words.common.parameters}
        </Text>
        <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={12} />} onClick={add}>
          {words.common.add}
        </Button>
      </Group>
      <Stack gap={4}>
        {definition.parameters.map((parameter, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a parameter is its place while its key is typed
          <Group key={index} gap={4} wrap="nowrap">
            <TextInput
              size="xs"
              flex={1}
              aria-label={words.editor.key}
              value={parameter.key}
              onChange={(event) => edit(index, { key: event.currentTarget.value }, `parameter ${index}`)}
            />
            {parameter.parameter_type === "workflow" ? (
              <Select
                size="xs"
                w={118}
                aria-label={words.editor.typeOf(parameter.key)}
                data={KINDS}
                allowDeselect={false}
                value={String(parameter.workflow_parameter_type ?? "string")}
                onChange={(kind) => edit(index, { workflow_parameter_type: kind })}
              />
            ) : (
              <Text size="xs" c="dimmed" w={118}>
                {parameter.parameter_type}
              </Text>
            )}
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={words.editor.removeOf(parameter.key)}
              onClick={() => put(definition.parameters.filter((_, at) => at !== index))}
            >
              <IconTrash size={14} />
            </ActionIcon>
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}
