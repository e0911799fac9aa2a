import { Text, UnstyledButton } from "@mantine/core";
import type { KeyboardEvent } from "react";
import type { RunDetailAnswer } from "../api/schema";
import { useNow } from "../parts/useNow";
import { isFinal, lookOf } from "../status";
import { lengthOf, secondsBetween } from "../time";
import { words } from "../words";
import classes from "./BlockTree.module.css";
import type { ActionRow, BlockRow, Row } from "./fold";

interface Props {
  readonly rows: readonly Row[];
  readonly run: RunDetailAnswer;
  readonly selected: string | null;
  readonly select: (id: string) => void;
}

/** Blocks and their actions. Arrow keys go through them. */
export function BlockTree({ rows, run, selected, select }: Props) {
  const now = useNow(!isFinal(run.status));
  if (rows.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {words.run.noBlocks}
      </Text>
    );
  }
  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = rows[rows.findIndex((row) => row.id === selected) + step];
    if (next) {
      select(next.id);
      document.getElementById(`row-${next.id}`)?.focus();
    }
  };
  return (
    <div className={classes.tree} role="tree" aria-label="Blocks and actions" onKeyDown={move}>
      {rows.map((row) => (
        <UnstyledButton
          key={row.id}
          id={`row-${row.id}`}
          role="treeitem"
          aria-level={row.depth + 1}
          aria-selected={row.id === selected}
          tabIndex={row.id === selected ? 0 : -1}
          className={classes.row}
          style={{ paddingLeft: 8 + row.depth * 14 }}
          onClick={() => select(row.id)}
        >
          {row.kind === "block" ? <BlockLine row={row} now={now} /> : <ActionLine row={row} />}
        </UnstyledButton>
      ))}
    </div>
  );
}

function BlockLine({ row, now }: { readonly row: BlockRow; readonly now: Date }) {
  const { block } = row;
  const look = lookOf(block.status);
  const seconds = block.duration ?? secondsBetween(block.created_at, null, now);
  return (
    <>
      <look.icon size={14} color={`var(--mantine-color-${look.color}-6)`} aria-label={look.label} />
      <span className={classes.label}>
        {block.label}
        {row.pass === null ? "" : ` · ${row.pass}`}
      </span>
      <span className={classes.type}>{block.block_type}</span>
      <span className={classes.time}>{block.duration || !look.final ? lengthOf(seconds) : ""}</span>
    </>
  );
}

function ActionLine({ row }: { readonly row: ActionRow }) {
  const { action } = row;
  const failed = action.status === "failed";
  return (
    <span className={`${classes.action} ${failed ? classes.bad : ""}`}>
      {action.description || action.intention || action.action_type}
    </span>
  );
}
