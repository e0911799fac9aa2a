import { ActionIcon, Button, Grid, Group, Menu, Paper, ScrollArea, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { BlockTypeAnswer } from "../api/schema";
import { Empty } from "../parts/Notice";
import {
  blockAt,
  freshBlock,
  insertBlock,
  moveBlock,
  outline,
  type Path,
  removeBlock,
  samePath,
  setField,
  type WorkflowDoc,
} from "./document";
import { Inspector } from "./Inspector";
import classes from "./OutlineTab.module.css";
import { Parameters } from "./Parameters";

interface Props {
  readonly doc: WorkflowDoc;
  readonly types: readonly BlockTypeAnswer[];
  readonly change: (doc: WorkflowDoc, about?: string) => void;
}

/** Blocks as a nested list on the left, the fields of the chosen one on the right. */
export function OutlineTab({ doc, types, change }: Props) {
  const [chosen, setChosen] = useState<Path | null>(doc.workflow_definition.blocks.length > 0 ? [0] : null);
  const rows = outline(doc.workflow_definition.blocks);
  const block = chosen && blockAt(doc, chosen);
  const add = (path: Path, type: string) => {
    change(insertBlock(doc, path, freshBlock(doc, type)));
    setChosen(path);
  };
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 4 }}>
        <Stack gap="xs">
          <Parameters doc={doc} change={change} />
          <Paper withBorder py={4}>
            {rows.map((row) => (
              <UnstyledButton
                key={row.path.join(".")}
                className={classes.row}
                aria-current={samePath(row.path, chosen)}
                style={{ paddingLeft: 10 + (row.path.length - 1) * 16 }}
                onClick={() => setChosen(row.path)}
              >
                <span className={classes.label}>{row.block.label}</span>
                <span className={classes.type}>{row.block.block_type}</span>
              </UnstyledButton>
            ))}
            {rows.length === 0 ? <Empty title="No block yet.">Add the first one below.</Empty> : null}
          </Paper>
          <AddBlock
            types={types}
            label="Add a block"
            add={(type) => add(chosen ? next(chosen) : [doc.workflow_definition.blocks.length], type)}
          />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 8 }}>
        {chosen && block ? (
          <Paper withBorder p="md">
            <Group justify="space-between" mb="sm">
              <Text fw={600}>{block.block_type}</Text>
              <Group gap={4}>
                {block.loop_blocks ? (
                  <AddBlock
                    types={types}
                    label="Add inside"
                    add={(type) => add([...chosen, block.loop_blocks?.length ?? 0], type)}
                  />
                ) : null}
                {([-1, 1] as const).map((step) => (
                  <ActionIcon
                    key={step}
                    variant="default"
                    aria-label={step < 0 ? "Move up" : "Move down"}
                    onClick={() => {
                      const moved = moveBlock(doc, chosen, step);
                      change(moved.doc);
                      setChosen(moved.path);
                    }}
                  >
                    {step < 0 ? <IconArrowUp size={14} /> : <IconArrowDown size={14} />}
                  </ActionIcon>
                ))}
                <ActionIcon
                  variant="default"
                  color="red"
                  aria-label="Remove the block"
                  onClick={() => {
                    change(removeBlock(doc, chosen));
                    setChosen(null);
                  }}
                >
                  <IconTrash size={14} />
                </ActionIcon>
              </Group>
            </Group>
            <Inspector
              key={chosen.join(".")}
              block={block}
              type={types.find((type) => type.block_type === block.block_type) ?? null}
              set={(name, value) => change(setField(doc, chosen, name, value), `${chosen.join(".")} ${name}`)}
            />
          </Paper>
        ) : (
          <Empty title="Choose a block to see its fields." />
        )}
      </Grid.Col>
    </Grid>
  );
}

function next(path: Path): Path {
  return [...path.slice(0, -1), (path.at(-1) ?? 0) + 1];
}

interface AddProps {
  readonly types: readonly BlockTypeAnswer[];
  readonly label: string;
  readonly add: (type: string) => void;
}

function AddBlock({ types, label, add }: AddProps) {
  return (
    <Menu position="bottom-start" width={340}>
      <Menu.Target>
        <Button size="xs" variant="light" leftSection={<IconPlus size={14} />}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <ScrollArea.Autosize mah={360}>
          {types.map((type) => (
            <Menu.Item key={type.block_type} onClick={() => add(type.block_type)}>
              <Text size="sm" fw={500}>
                {type.block_type}
              </Text>
              <Text size="xs" c="dimmed" lineClamp={2}>
                {type.description}
              </Text>
            </Menu.Item>
          ))}
        </ScrollArea.Autosize>
      </Menu.Dropdown>
    </Menu>
  );
}
