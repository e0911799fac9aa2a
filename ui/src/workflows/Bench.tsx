import { Alert, Anchor, Button, Drawer, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { oneRun } from "../api/runs";
import { runBlocks } from "../api/workflows";
import { Live } from "../live/Live";
import { Json } from "../parts/Json";
import { Trouble } from "../parts/Notice";
import { StatusPill } from "../parts/StatusPill";
import { useDeed } from "../parts/useDeed";
import { leanOutput } from "../run/lean";
import { useRunNews } from "../run/useRunNews";
import { isFinal } from "../status";
import { words } from "../words";
import { Answers, type Given } from "./Answers";
import type { Path, WorkflowDoc } from "./document";
import type { Kept } from "./kept";
import { askedOf, valuesOf } from "./parameters";
import { type Reach, reached } from "./shown";

const REACHES = ["upTo", "from", "only"] as const;

interface Props {
  readonly workflowId: string;
  readonly doc: WorkflowDoc;
  /** The block at which it is tried; `null` is closed. */
  readonly at: Path | null;
  readonly kept: Kept;
  readonly close: () => void;
}

/** Tries blocks of the saved workflow in the browser that stays. */
export function Bench({ workflowId, doc, at, kept, close }: Props) {
  const asked = askedOf(doc);
  const [given, setGiven] = useState<Given>({});
  const [reach, setReach] = useState<Reach>("upTo");
  const [tried, setTried] = useState(false);
  const [runId, setRunId] = useState<string | null>(null);
  const { values, wrong } = valuesOf(asked, given);
  const labels = at ? reached(doc, at, reach) : [];
  const trying = useDeed({
    run: async () => runBlocks(workflowId, labels, values, await kept.need("")),
    touches: [["runs"]],
    done: (run) => setRunId(run.run_id),
  });
  return (
    <Drawer
      opened={at !== null}
      onClose={close}
      position="right"
      size="min(100vw, 920px)"
      title={words.bench.title}
      transitionProps={{ duration: 0 }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {words.bench.lead}
        </Text>
        <SegmentedControl
          size="xs"
          data={REACHES.map((value) => ({ value, label: words.bench[value] }))}
          value={reach}
          onChange={(value) => setReach(value as Reach)}
          aria-label={words.editor.whichBlocks}
        />
        <Text size="xs">{labels.join(" → ")}</Text>
        {asked.length > 0 ? <Answers asked={asked} given={given} wrong={tried ? wrong : {}} set={setGiven} /> : null}
        <Group gap="xs">
          <Button
            size="sm"
            loading={trying.isPending}
            onClick={() => {
              setTried(true);
              if (Object.keys(wrong).length === 0) trying.mutate();
            }}
          >
            {words.bench.run}
          </Button>
          {kept.id ? (
            <Button size="sm" variant="subtle" color="red" onClick={() => void kept.close()}>
              {words.record.close}
            </Button>
          ) : null}
        </Group>
        {trying.error ? <Trouble error={trying.error} /> : null}
        {runId ? <Tried runId={runId} /> : null}
        {kept.id ? <Live kind="browser_sessions" id={kept.id} /> : null}
      </Stack>
    </Drawer>
  );
}

/** What became of the last try. */
function Tried({ runId }: { readonly runId: string }) {
  const found = useQuery(oneRun(runId));
  useRunNews(runId, !isFinal(found.data?.run.status));
  if (!found.data) return null;
  const { run } = found.data;
  const output = leanOutput(run.outputs ?? run.output);
  return (
    <>
      <Group gap="xs">
        <StatusPill status={run.status} />
        <Anchor component={Link} to="/runs/$runId" params={{ runId } as never} size="sm">
          {words.bench.open}
        </Anchor>
      </Group>
      {run.failure_reason ? (
        <Alert color="red" role="alert">
          {run.failure_reason}
        </Alert>
      ) : null}
      {output === null ? null : <Json value={output} label={words.editor.tried} />}
    </>
  );
}
