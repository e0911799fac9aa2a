import { Alert, Anchor, Center, Code, Grid, Group, Loader, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { oneRun, type RunData } from "../api/runs";
import type { RunDetailAnswer } from "../api/schema";
import { TroublePage } from "../parts/Notice";
import { StatusPill } from "../parts/StatusPill";
import { sentence } from "../parts/sentence";
import { useNow } from "../parts/useNow";
import { isFinal, lookOf } from "../status";
import { dayAndTime, lengthOf, secondsBetween } from "../time";
import { words } from "../words";
import { AsCode } from "./AsCode";
import { BlockTree } from "./BlockTree";
import { AgainButtons, AnswerButtons, CancelButton } from "./Deeds";
import { Details } from "./Details";
import { Files, Logs, Result, Told, Values } from "./Ends";
import { finalPicture, fold, mindsOf, pictureOf, type Row, recordedUntil, telling } from "./fold";
import { Stage } from "./Stage";
import { readSelection, type Selection } from "./selection";
import { TimeBar } from "./TimeBar";
import { pictureBefore } from "./target";
import { useRunNews } from "./useRunNews";

/** One run, live or over: what came of it first, then what happened and when. */
export function RunPage() {
  const { runId } = useParams({ strict: false }) as { runId: string };
  const selection = readSelection(useSearch({ strict: false }));
  const found = useQuery(oneRun(runId));
  const navigate = useNavigate();
  if (found.error) return <TroublePage of={words.common.run} error={found.error} again={() => found.refetch()} />;
  if (found.isPending) {
    return (
      <Center py={96}>
        <Loader role="status" size="sm" aria-label={words.run.loading} />
      </Center>
    );
  }
  const select = (change: Selection) =>
    void navigate({ to: ".", search: { ...selection, ...change }, replace: true, resetScroll: false });
  return <Run data={found.data} selection={selection} select={select} />;
}

interface RunProps {
  readonly data: RunData;
  readonly selection: Selection;
  readonly select: (change: Selection) => void;
}

function Run({ data, selection, select }: RunProps) {
  const { run } = data;
  useRunNews(run.run_id, !isFinal(run.status));
  const rows = useMemo(() => fold(data.timeline), [data.timeline]);
  const row = rows.find((candidate) => candidate.id === selection.at) ?? telling(rows);
  return (
    <Stack gap="md">
      <Head run={run} minds={mindsOf(rows)} />
      <Outcome run={run} />
      {(run.warnings ?? []).map((warning) => (
        <Alert key={warning} color="yellow" icon={<IconAlertTriangle size={16} />} p="xs">
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {warning}
          </Text>
        </Alert>
      ))}
      <Result run={run} />
      <Files run={run} />
      <TimeBar run={run} rows={rows} selected={row} select={(at) => select({ at })} />
      <Course data={data} rows={rows} row={row} selection={selection} select={select} />
      <Values run={run} />
      <Told run={run} />
      <Logs artifacts={data.artifacts} />
    </Stack>
  );
}

interface CourseProps extends RunProps {
  readonly rows: readonly Row[];
  readonly row: Row | null;
}

/** What happened block by block, beside what the browser showed, where it showed anything. */
function Course({ data, rows, row, selection, select }: CourseProps) {
  const { run, artifacts } = data;
  const pictured = artifacts.some((artifact) => artifact.artifact_type.startsWith("screenshot"));
  const shown = pictured || !isFinal(run.status) || Boolean(run.recording_url);
  if (rows.length === 0 && !shown) {
    return (
      <Text size="sm" c="dimmed">
        {words.run.noBlocksEver}
      </Text>
    );
  }
  const [tree, details] = shown ? [3.5, 3] : [5, 7];
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: tree }}>
        <BlockTree rows={rows} run={run} selected={row?.id ?? null} select={(at) => select({ at })} />
      </Grid.Col>
      {shown ? (
        <Grid.Col span={{ base: 12, md: 5.5 }}>
          <Stage
            run={run}
            until={recordedUntil(run, artifacts)}
            picture={row && (pictureOf(rows, row) ?? finalPicture(artifacts, row))}
            before={row && pictureBefore(rows, row)}
            row={row}
            view={selection.view ?? null}
            show={(view) => select({ view })}
          />
        </Grid.Col>
      ) : null}
      <Grid.Col span={{ base: 12, md: details }}>
        <Details row={row} run={run} />
      </Grid.Col>
    </Grid>
  );
}

interface HeadProps {
  readonly run: RunDetailAnswer;
  readonly minds: readonly string[];
}

function Head({ run, minds }: HeadProps) {
  const over = isFinal(run.status);
  const now = useNow(!over);
  return (
    <Group justify="space-between" align="flex-start" gap="sm">
      <div>
        <Title order={1}>{run.workflow_title || words.common.run}</Title>
        <Text size="sm" c="dimmed">
          <Code>{run.run_id}</Code> · {dayAndTime(run.created_at)} ·{" "}
          <Anchor
            component={Link}
            to="/workflows/$workflowId"
            params={{ workflowId: run.workflow_permanent_id } as never}
            size="sm"
            underline="always"
          >
            {words.common.workflow}
          </Anchor>
        </Text>
        <Facts run={run} minds={minds} now={now} />
      </div>
      <Group gap="xs">
        {run.status === "paused" ? <AnswerButtons runId={run.run_id} /> : null}
        <AsCode run={run} />
        {over ? <AgainButtons run={run} /> : <CancelButton runId={run.run_id} />}
      </Group>
    </Group>
  );
}

interface FactsProps extends HeadProps {
  readonly now: Date;
}

/** How it stands, how long it took, what it cost and who decided. */
function Facts({ run, minds, now }: FactsProps) {
  const facts = [
    run.total_steps ? words.run.steps(run.total_steps) : null,
    run.total_cost ? `$${run.total_cost.toFixed(4)}` : null,
    run.model_tokens ? words.home.tokens(run.model_tokens.toLocaleString()) : null,
    minds.length > 0 ? `${words.run.minds} ${minds.join(", ")}` : null,
  ].filter((fact) => fact !== null);
  return (
    <Group gap="xs" mt={8}>
      <StatusPill status={run.status} />
      <Text size="sm" ff="monospace">
        {lengthOf(secondsBetween(run.started_at, run.finished_at, now))}
      </Text>
      {facts.map((fact) => (
        <Text size="sm" c="dimmed" key={fact}>
          {fact}
        </Text>
      ))}
    </Group>
  );
}

function Outcome({ run }: { readonly run: RunDetailAnswer }) {
  if (run.failure_reason) {
    const look = lookOf(run.status);
    return (
      <Alert color={look.color} icon={<IconAlertTriangle size={16} />} title={look.help} role="status">
        <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {sentence(run.failure_reason)}
        </Text>
        {(run.errors ?? []).map((error) => (
          <Text size="sm" key={`${error.error_code}${error.reasoning}`} mt={4}>
            <Code>{error.error_code}</Code> {run.failure_reason?.includes(error.reasoning ?? "") ? "" : error.reasoning}
          </Text>
        ))}
        {run.retried_by_workflow_run_id ? (
          <Anchor
            component={Link}
            to="/runs/$runId"
            params={{ runId: run.retried_by_workflow_run_id } as never}
            size="sm"
          >
            {words.run.triedAgain}
          </Anchor>
        ) : null}
      </Alert>
    );
  }
  return (
    <Text size="sm" c="dimmed">
      {lookOf(run.status).help}
    </Text>
  );
}
