import { Checkbox, Skeleton, UnstyledButton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type MouseEvent, memo, useCallback, useEffect, useRef, useState } from "react";
import type { RunListItem } from "../api/schema";
import { StatusPill } from "../parts/StatusPill";
import { sentence } from "../parts/sentence";
import { useNow } from "../parts/useNow";
import { isFinal } from "../status";
import { ago, lengthOf, moment, secondsBetween } from "../time";
import { words } from "../words";
import { ownTitle, type RunSort } from "./filter";
import classes from "./RunsTable.module.css";

const ROW_PX = 36;
const NARROW_ROW_PX = 62;
const COLUMNS = [
  { id: "status", name: words.runs.columns.status, by: "status" },
  { id: "workflow", name: words.runs.columns.workflow, by: null },
  { id: "title", name: words.runs.columns.title, by: "title" },
  { id: "started", name: words.runs.columns.started, by: "created_at" },
  { id: "duration", name: words.runs.columns.duration, by: null },
  { id: "trigger", name: words.runs.columns.trigger, by: null },
  { id: "reason", name: words.runs.columns.reason, by: null },
] as const;

function sortedBy(sort: RunSort, column: string): "ascending" | "descending" | "none" {
  if (sort.replace("-", "") !== column) return "none";
  return sort.startsWith("-") ? "descending" : "ascending";
}

interface Props {
  readonly rows: readonly RunListItem[];
  readonly loading: boolean;
  readonly more: (() => void) | null;
  readonly chosen: ReadonlySet<string>;
  readonly choose: (chosen: ReadonlySet<string>) => void;
  readonly sort: RunSort;
  readonly resort: (column: "title" | "created_at" | "status") => void;
}

/** The rows that are in sight, of as many as there are. Arrow keys move, Enter opens. */
export function RunsTable({ rows, loading, more, chosen, choose, sort, resort }: Props) {
  const area = useRef<HTMLDivElement>(null);
  const now = useNow(rows.some((run) => !isFinal(run.status)));
  const narrow = useMediaQuery("(max-width: 48em)") ?? false;
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => area.current,
    estimateSize: () => (narrow ? NARROW_ROW_PX : ROW_PX),
    overscan: 12,
  });
  useEffect(() => {
    if (narrow !== undefined) list.measure();
  }, [narrow, list]);
  const shown = list.getVirtualItems();
  const [focused, setFocused] = useState(0);
  const stop = shown.some((item) => item.index === focused) ? focused : (shown[0]?.index ?? 0);
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more !== null && rows.length > 0 && last >= rows.length - 20) more();
  }, [last, more, rows.length]);

  const latest = useRef(chosen);
  latest.current = chosen;
  const toggle = useCallback(
    (id: string) => {
      const next = new Set(latest.current);
      if (!next.delete(id)) next.add(id);
      choose(next);
    },
    [choose],
  );
  const allChosen = rows.length > 0 && rows.every((run) => chosen.has(run.run_id));

  return (
    <div ref={area} className={classes.area} role="table" aria-label={words.common.runs} aria-rowcount={rows.length}>
      <div className={`${classes.row} ${classes.head}`} role="row">
        <span role="columnheader">
          <Checkbox
            size="xs"
            checked={allChosen}
            indeterminate={!allChosen && chosen.size > 0}
            onChange={() => choose(allChosen ? new Set() : new Set(rows.map((run) => run.run_id)))}
            aria-label={words.runs.chooseAll}
          />
        </span>
        {COLUMNS.map((column) => (
          <ColumnHead key={column.id} column={column} sort={sort} resort={resort} />
        ))}
      </div>
      {loading ? <Loading /> : null}
      <div style={{ height: list.getTotalSize(), position: "relative" }}>
        {shown.map((item) => {
          const run = rows[item.index];
          return run === undefined ? null : (
            <Row
              key={run.run_id}
              run={run}
              now={now}
              top={item.start}
              index={item.index}
              stop={item.index === stop}
              focused={setFocused}
              narrow={narrow}
              chosen={chosen.has(run.run_id)}
              toggle={toggle}
            />
          );
        })}
      </div>
    </div>
  );
}

interface ColumnProps extends Pick<Props, "sort" | "resort"> {
  readonly column: (typeof COLUMNS)[number];
}

function ColumnHead({ column: { id, name, by }, sort, resort }: ColumnProps) {
  if (by === null) {
    return (
      <span role="columnheader" className={classes[id]}>
        {name}
      </span>
    );
  }
  const sorted = sortedBy(sort, by);
  return (
    <span role="columnheader" aria-sort={sorted}>
      <UnstyledButton className={classes.by} onClick={() => resort(by)}>
        {name}
        {{ none: "", ascending: " ↑", descending: " ↓" }[sorted]}
      </UnstyledButton>
    </span>
  );
}

interface RowProps {
  readonly run: RunListItem;
  readonly now: Date;
  readonly top: number;
  readonly index: number;
  /** Whether the Tab key stops at it: it does at one row, arrow keys lead to the others. */
  readonly stop: boolean;
  readonly focused: (index: number) => void;
  /** Without room for a column of its own the workflow's title stands for the run's. */
  readonly narrow: boolean;
  readonly chosen: boolean;
  readonly toggle: (id: string) => void;
}

/** Drawn anew only when something of it changes, and of plain elements: many are made while the list is scrolled. */
const Row = memo(function Row({ run, now, top, index, stop, focused, narrow, chosen, toggle }: RowProps) {
  const navigate = useNavigate();
  const own = narrow ? run.title : ownTitle(run);
  const took = lengthOf(secondsBetween(run.started_at, run.finished_at, now));
  const reason = sentence(run.failure_reason?.split("\n")[0] ?? "") || (narrow ? inShort(run, took) : "");
  const open = () => void navigate({ to: "/runs/$runId", params: { runId: run.run_id } });
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open();
  };
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget) return;
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (step) {
      event.preventDefault();
      (event.currentTarget[step as "nextElementSibling"] as HTMLElement | null)?.focus();
    } else if (event.key === "Enter") open();
    else if (event.key === " ") {
      event.preventDefault();
      toggle(run.run_id);
    }
  };
  return (
    <div
      className={`${classes.row} ${classes.line}`}
      style={{ transform: `translateY(${top}px)` }}
      role="row"
      aria-rowindex={index + 1}
      tabIndex={stop ? 0 : -1}
      onFocus={() => focused(index)}
      onKeyDown={move}
      data-run={run.run_id}
    >
      <span role="cell">
        <input
          type="checkbox"
          className={classes.choice}
          checked={chosen}
          onChange={() => toggle(run.run_id)}
          aria-label={words.runs.chooseOf(run.run_id)}
          tabIndex={-1}
        />
      </span>
      <span role="cell">
        <StatusPill status={run.status} />
      </span>
      <span role="cell" className={`${classes.cut} ${classes.workflow}`} title={run.workflow_title ?? ""}>
        {run.workflow_title}
      </span>
      <span role="cell" className={`${classes.cut} ${classes.title}`}>
        <a
          href={`runs/${run.run_id}`}
          onClick={follow}
          className={`${classes.link} ${own ? "" : classes.id}`}
          title={own ?? run.run_id}
          tabIndex={-1}
        >
          {own ?? run.run_id}
        </a>
      </span>
      <span role="cell" className={classes.cut}>
        <span title={moment(run.created_at).toLocaleString()}>{ago(run.created_at, now)}</span>
      </span>
      <span role="cell" className={classes.duration}>
        {took}
      </span>
      <span role="cell" className={`${classes.cut} ${classes.trigger}`}>
        {triggerOf(run)}
      </span>
      <span role="cell" className={`${classes.cut} ${classes.reason}`} title={reason}>
        {reason}
      </span>
    </div>
  );
});

/** What started it, in a word. */
function triggerOf({ trigger_type: type }: RunListItem): string {
  return (words.runs.triggers as Readonly<Record<string, string>>)[type ?? ""] ?? type ?? "";
}

/** What stands under a run that has no reason to tell, where the window is narrow. */
function inShort(run: RunListItem, took: string): string {
  return [run.started_at ? took : null, triggerOf(run)].filter(Boolean).join(" · ");
}

function Loading() {
  return (
    <div role="status" aria-label={words.runs.loadingRuns}>
      {["a", "b", "c", "d", "e", "f"].map((key) => (
        <Skeleton key={key} height={ROW_PX - 10} my={10} />
      ))}
    </div>
  );
}
