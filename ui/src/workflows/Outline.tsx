import { Paper } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type DragEvent, type KeyboardEvent, useState } from "react";
import lines from "../parts/lines.module.css";
import { Empty } from "../parts/Notice";
import { words } from "../words";
import {
  moveBlock,
  moveTo,
  type OutlineRow,
  outline,
  type Path,
  removeBlock,
  samePath,
  type WorkflowDoc,
} from "./document";
import classes from "./OutlineTab.module.css";
import { remarksOf, type Told, worstOf } from "./verdicts";

interface Props {
  readonly doc: WorkflowDoc;
  readonly told: Told;
  readonly chosen: Path | null;
  readonly choose: (path: Path | null) => void;
  readonly change: (doc: WorkflowDoc) => void;
}

/** The blocks as a nested list. Arrow keys choose, with Alt they move; Delete removes; a block can be dragged. */
export function Outline({ doc, told, chosen, choose, change }: Props) {
  const rows = outline(doc.workflow_definition.blocks);
  const [dragged, setDragged] = useState<Path | null>(null);
  const [over, setOver] = useState<Path | null>(null);
  const put = (moved: { doc: WorkflowDoc; path: Path }) => {
    change(moved.doc);
    choose(moved.path);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] as 1 | -1 | undefined;
    if (!chosen || (step === undefined && event.key !== "Delete")) return;
    event.preventDefault();
    if (step === undefined) {
      change(removeBlock(doc, chosen));
      choose(null);
    } else if (event.altKey) put(moveBlock(doc, chosen, step));
    else choose(rows[rows.findIndex((row) => samePath(row.path, chosen)) + step]?.path ?? chosen);
  };
  const drop = (event: DragEvent, to: Path) => {
    event.preventDefault();
    if (dragged) put(moveTo(doc, dragged, to));
    setDragged(null);
    setOver(null);
  };
  return (
    <Paper withBorder py={4}>
      <div role="tree" aria-label={words.editor.outline} tabIndex={0} onKeyDown={press} title={words.editor.keys}>
        {rows.map((row) => (
          <Line
            key={row.path.join(".")}
            row={row}
            worst={worstOf(remarksOf(told, row.block.label))}
            chosen={samePath(row.path, chosen)}
            over={samePath(row.path, over)}
            choose={() => choose(row.path)}
            drag={() => setDragged(row.path)}
            hover={() => (dragged ? setOver(row.path) : undefined)}
            drop={(event) => drop(event, row.path)}
          />
        ))}
      </div>
      {rows.length === 0 ? <Empty title={words.editor.noBlock}>{words.editor.noBlockNext}</Empty> : null}
    </Paper>
  );
}

interface LineProps {
  readonly row: OutlineRow;
  readonly worst: ReturnType<typeof worstOf>;
  readonly chosen: boolean;
  readonly over: boolean;
  readonly choose: () => void;
  readonly drag: () => void;
  readonly hover: () => void;
  readonly drop: (event: DragEvent) => void;
}

function Line({ row, worst, chosen, over, choose, drag, hover, drop }: LineProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys for all its lines
    <div
      role="treeitem"
      aria-level={row.path.length}
      aria-selected={chosen}
      draggable
      data-over={over}
      className={`${lines.row} ${classes.line}`}
      style={{ paddingLeft: 10 + (row.path.length - 1) * 16 }}
      onClick={choose}
      onDragStart={drag}
      onDragOver={(event) => {
        event.preventDefault();
        hover();
      }}
      onDrop={drop}
    >
      <span className={`${lines.label} ${worst ? classes[worst] : ""}`}>
        {row.block.label}
        {worst ? <IconAlertTriangle size={12} className={classes.sign} aria-label={words.editor[worst]} /> : null}
      </span>
      <span className={`${lines.type} ${classes.type}`}>{row.block.block_type}</span>
    </div>
  );
}
