import { Text } from "@mantine/core";
import type { RunDetailAnswer } from "../api/schema";
import { useNow } from "../parts/useNow";
import { isFinal } from "../status";
import { lengthOf } from "../time";
import { words } from "../words";
import type { Row } from "./fold";
import classes from "./Spans.module.css";
import { secondsOf, spansOf } from "./spans";

interface Props {
  readonly run: RunDetailAnswer;
  readonly rows: readonly Row[];
  readonly selected: Row | null;
  readonly select: (id: string) => void;
}

/** The run's time as a bar: waiting apart from working, block by block. The tree beside it says the same in words. */
export function TimeBar({ run, rows, selected, select }: Props) {
  const now = useNow(!isFinal(run.status));
  const spans = spansOf(run, rows, now);
  const said = `${words.run.worked} ${lengthOf(secondsOf(spans, "working"))}, ${words.run.waited} ${lengthOf(secondsOf(spans, "waiting"))}`;
  return (
    <div>
      <svg viewBox="0 0 1000 14" preserveAspectRatio="none" className={classes.bar} role="img" aria-label={said}>
        {spans.map((span) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: a short cut for the pointer; keys go through the tree
          <rect
            key={`${span.id} ${span.from}`}
            x={span.from * 1000}
            width={Math.max(1, (span.to - span.from) * 1000 - 1)}
            height={14}
            className={`${classes[span.kind]} ${span.id && span.id === selected?.block.workflow_run_block_id ? classes.chosen : ""}`}
            onClick={() => (span.id ? select(span.id) : undefined)}
          >
            <title>
              {span.label || words.run.waited} {lengthOf(span.seconds)}
            </title>
          </rect>
        ))}
      </svg>
      <Text size="xs" c="dimmed">
        {said}
      </Text>
    </div>
  );
}
