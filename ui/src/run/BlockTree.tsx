import { Text } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { RunDetailAnswer } from "../api/schema";
import lines from "../parts/lines.module.css";
import { sentence } from "../parts/sentence";
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

const ROW_PX = 26;

/** Blocks and their actions, those in sight of as many as there are. Arrow keys go through them. */
export function BlockTree({ rows, run, selected, select }: Props) {
  const now = useNow(!isFinal(run.status));
  const area = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => area.current,
    estimateSize: () => ROW_PX,
    overscan: 20,
  });
  const chosen = rows.findIndex((row) => row.id === selected);
  useEffect(() => {
    if (chosen >= 0) list.scrollToIndex(chosen, { align: "auto" });
  }, [chosen, list]);
  if (rows.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {isFinal(run.status) ? words.run.noBlocksEver : words.run.noBlocks}
      </Text>
    );
  }
  const move = (event: KeyboardEvent) => {
    const to = { ArrowDown: chosen + 1, ArrowUp: chosen - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = rows[to];
    if (next) select(next.id);
  };
  return (
    <div
      ref={area}
      className={classes.tree}
      role="tree"
      aria-label={words.run.tree}
      aria-activedescendant={selected ? `row-${selected}` : undefined}
      tabIndex={0}
      onKeyDown={move}
    >
      <div style={{ height: list.getTotalSize(), position: "relative" }}>
        {list.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return row === undefined ? null : (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys for all its lines
            <div
              key={row.id}
              id={`row-${row.id}`}
              role="treeitem"
              aria-level={row.depth + 1}
              aria-selected={row.id === selected}
              aria-posinset={index + 1}
              aria-setsize={rows.length}
              className={`${lines.row} ${classes.line}`}
              style={{ transform: `translateY(${start}px)`, paddingLeft: indent(row) }}
              onClick={() => select(row.id)}
            >
              {row.kind === "block" ? <BlockLine row={row} now={now} /> : <ActionLine row={row} />}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** An action begins where the name of its block does. */
function indent(row: Row): number {
  return 8 + row.depth * 14 + (row.kind === "action" ? 6 : 0);
}

function BlockLine({ row, now }: { readonly row: BlockRow; readonly now: Date }) {
  const { block } = row;
  const look = lookOf(block.status);
  const seconds = block.duration ?? secondsBetween(block.created_at, null, now);
  return (
    <>
      <look.icon size={14} color={`var(--mantine-color-${look.color}-6)`} aria-label={look.label} />
      <span className={lines.label}>
        {block.label}
        {row.pass === null ? "" : ` · ${row.pass}`}
      </span>
      <span className={lines.type}>{block.block_type}</span>
      <span className={classes.time}>{block.duration || !look.final ? lengthOf(seconds) : ""}</span>
    </>
  );
}

function ActionLine({ row }: { readonly row: ActionRow }) {
  const { action } = row;
  const failed = action.status === "failed";
  const said = sentence(action.description || action.intention || action.action_type || "");
  return (
    <>
      <span className={`${classes.action} ${failed ? classes.bad : ""}`} title={said}>
        {said}
      </span>
      {row.seconds === null ? null : <span className={classes.time}>{lengthOf(row.seconds)}</span>}
    </>
  );
}
