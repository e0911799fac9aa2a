import { ActionIcon, Button, Grid, Group, Loader, Paper, Stack, Text, Tooltip } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import type { BlockTypeAnswer } from "../api/schema";
import { Empty } from "../parts/Notice";
import { words } from "../words";
import { AddBlock } from "./AddBlock";
import {
  type BlockDoc,
  blockAt,
  freshBlock,
  insertBlock,
  moveBlock,
  type Path,
  removeBlock,
  setField,
  type WorkflowDoc,
} from "./document";
import { Inspector } from "./Inspector";
import { Outline } from "./Outline";
import { Parameters } from "./Parameters";
import { namesFor } from "./template";
import { remarksOf, type Told } from "./verdicts";

const Canvas = lazy(async () => ({ default: (await import("./CanvasTab")).Canvas }));

export interface OutlineProps {
  readonly doc: WorkflowDoc;
  readonly types: readonly BlockTypeAnswer[];
  readonly told: Told;
  readonly chosen: Path | null;
  readonly choose: (path: Path | null) => void;
  readonly change: (doc: WorkflowDoc, about?: string) => void;
  /** Tries the workflow at a block; `null` while what is saved is not what is shown. */
  readonly tries: ((path: Path) => void) | null;
  /** Whether the blocks are drawn instead of listed. */
  readonly drawn: boolean;
}

/** Blocks as a nested list or as a drawing, the fields of the chosen one beside it. */
export function OutlineTab({ doc, types, told, chosen, choose, change, tries, drawn }: OutlineProps) {
  const block = chosen && blockAt(doc, chosen);
  const add = (path: Path, type: string) => {
    change(insertBlock(doc, path, freshBlock(doc, type)));
    choose(path);
  };
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: drawn ? 7 : 4 }}>
        {drawn ? (
          <Suspense fallback={<Loader role="status" size="sm" aria-label={words.loading} />}>
            <Canvas doc={doc} chosen={chosen} choose={choose} />
          </Suspense>
        ) : (
          <Stack gap="xs">
            <Parameters doc={doc} change={change} />
            <Outline doc={doc} told={told} chosen={chosen} choose={choose} change={change} />
            <AddBlock
              types={types}
              label={words.editor.addBlock}
              add={(type) => add(chosen && block ? next(chosen) : [doc.workflow_definition.blocks.length], type)}
            />
          </Stack>
        )}
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: drawn ? 5 : 8 }}>
        {chosen && block ? (
          <Paper withBorder p="md">
            <BlockHead doc={doc} block={block} path={chosen} choose={choose} change={change}>
              <Tooltip label={words.editor.saveFirst} disabled={tries !== null}>
                <Button
                  size="compact-xs"
                  variant="default"
                  leftSection={<IconPlayerPlay size={12} />}
                  data-disabled={tries === null}
                  aria-disabled={tries === null}
                  onClick={() => tries?.(chosen)}
                >
                  {words.editor.tryIt}
                </Button>
              </Tooltip>
              {block.loop_blocks ? (
                <AddBlock
                  types={types}
                  label={words.editor.addInside}
                  add={(type) => add([...chosen, block.loop_blocks?.length ?? 0], type)}
                />
              ) : null}
            </BlockHead>
            <Inspector
              key={chosen.join(".")}
              block={block}
              type={types.find((type) => type.block_type === block.block_type) ?? null}
              names={namesFor(doc, chosen)}
              remarks={remarksOf(told, block.label)}
              set={(name, value) => change(setField(doc, chosen, name, value), `${chosen.join(".")} ${name}`)}
            />
          </Paper>
        ) : (
          <Empty title={words.editor.choose} />
        )}
      </Grid.Col>
    </Grid>
  );
}

function next(path: Path): Path {
  return [...path.slice(0, -1), (path.at(-1) ?? 0) + 1];
}

interface HeadProps extends Pick<OutlineProps, "doc" | "choose" | "change"> {
  readonly block: BlockDoc;
  readonly path: Path;
  readonly children: React.ReactNode;
}

function BlockHead({ doc, block, path, choose, change, children }: HeadProps) {
  const move = (step: 1 | -1) => {
    const moved = moveBlock(doc, path, step);
    change(moved.doc);
    choose(moved.path);
  };
  return (
    <Group justify="space-between" mb="sm">
      <Text fw={600}>{block.block_type}</Text>
      <Group gap={4}>
        {children}
        <ActionIcon variant="default" aria-label={words.editor.moveUp} onClick={() => move(-1)}>
          <IconArrowUp size={14} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label={words.editor.moveDown} onClick={() => move(1)}>
          <IconArrowDown size={14} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          color="red"
          aria-label={words.editor.remove}
          onClick={() => {
            change(removeBlock(doc, path));
            choose(null);
          }}
        >
          <IconTrash size={14} />
        </ActionIcon>
      </Group>
    </Group>
  );
}
