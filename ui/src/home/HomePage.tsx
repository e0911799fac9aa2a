import { Anchor, Button, Grid, Group, Paper, SegmentedControl, Stack, Text, Title, Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { figures } from "../api/figures";
import type { FailureFigures, FiguresAnswer, WorkflowFigures } from "../api/schema";
import { Head } from "../parts/Head";
import { type Column, Listing, Waiting } from "../parts/Listing";
import { Empty, Trouble } from "../parts/Notice";
import { ago, dayOnly, lengthOf } from "../time";
import { words } from "../words";
import { line, stacked } from "./chart";
import classes from "./home.module.css";

const PARTS = ["completed", "failed", "other"] as const;
const SPANS = ["1", "7", "30"];

/** How things went in the last days, and what is under way. */
export function HomePage() {
  const [days, setDays] = useState("7");
  const found = useQuery(figures(Number(days)));
  return (
    <Stack gap="md">
      <Head title={words.home.title}>
        <SegmentedControl size="xs" data={SPANS} value={days} onChange={setDays} aria-label={words.home.days} />
        <Text size="sm" c="dimmed">
          {words.home.days.toLowerCase()}
        </Text>
      </Head>
      {found.error ? <Trouble error={found.error} again={() => void found.refetch()} /> : null}
      {found.isPending ? <Waiting /> : null}
      {found.data ? <Figures told={found.data} /> : null}
    </Stack>
  );
}

function Figures({ told }: { readonly told: FiguresAnswer }) {
  if (told.runs === 0 && told.queue.running + told.queue.waiting === 0) return <Fresh />;
  return (
    <>
      <Tiles told={told} />
      {told.complete ? null : <Text size="sm">{words.home.incomplete}</Text>}
      <Paper withBorder p="sm">
        <Title order={2} mb="xs">
          {words.home.byDay}
        </Title>
        <Days told={told} />
      </Paper>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, xl: 7 }}>
          <Title order={2} mb="xs">
            {words.home.byWorkflow}
          </Title>
          <Listing
            label={words.home.byWorkflow}
            found={still(told.workflows)}
            columns={OF_WORKFLOWS}
            keyOf={(row) => row.workflow_permanent_id}
            empty={null}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, xl: 5 }}>
          <Title order={2} mb="xs">
            {words.home.failures}
          </Title>
          <Listing
            label={words.home.failures}
            found={still(told.failures)}
            columns={OF_FAILURES}
            keyOf={(row) => row.category}
            empty={<Text size="sm">{words.home.noFailures}</Text>}
          />
        </Grid.Col>
      </Grid>
    </>
  );
}

function still<Row>(data: readonly Row[]) {
  return { data, error: null, isPending: false, refetch: () => Promise.reject(new Error("it was asked for already")) };
}

function Fresh() {
  return (
    <Empty title={words.home.fresh}>
      {words.home.freshNext}
      <Group gap="xs" justify="center" mt="md">
        <Button component={Link} to="/templates" size="sm">
          {words.home.toTemplates}
        </Button>
        <Button component={Link} to="/workflows/new" size="sm" variant="default">
          {words.home.toEditor}
        </Button>
      </Group>
    </Empty>
  );
}

function Tiles({ told }: { readonly told: FiguresAnswer }) {
  const { queue } = told;
  const oldest = queue.oldest_waiting_seconds;
  const tiles = [
    {
      name: words.home.success,
      value: percent(told.success_rate),
      more: words.home.counted(told.runs),
      help: words.home.successHelp,
    },
    { name: words.home.median, value: length(told.median_seconds), more: words.home.most(length(told.p95_seconds)) },
    { name: words.home.waiting, value: length(told.median_waiting_seconds), more: "" },
    {
      name: words.home.queue,
      value: words.home.atWork(queue.running),
      more: words.home.inLine(queue.waiting, oldest ? lengthOf(oldest) : null, queue.paused),
    },
    {
      name: words.home.cost,
      value: money(told.cost),
      more: words.home.tokens(told.tokens.toLocaleString()),
      help: words.home.costHelp,
    },
  ];
  return (
    <Grid gap="sm">
      {tiles.map((tile, index) => (
        <Grid.Col key={tile.name} span={{ base: index < tiles.length - 1 ? 6 : 12, md: 4, lg: "auto" }}>
          <Tooltip label={tile.help} disabled={!tile.help}>
            <Paper withBorder p="sm" h="100%">
              <Text size="xs" c="dimmed" fw={600}>
                {tile.name}
              </Text>
              <Text size="xl" fw={600}>
                {tile.value}
              </Text>
              <Text size="xs" c="dimmed">
                {tile.more}
              </Text>
            </Paper>
          </Tooltip>
        </Grid.Col>
      ))}
    </Grid>
  );
}

function Days({ told }: { readonly told: FiguresAnswer }) {
  const rows = told.by_day.map(({ completed, failed, other }) => ({ completed, failed, other }));
  const said = told.by_day.map((day) => words.home.ofDay(day.day, day.completed, day.failed)).join("; ");
  return (
    <>
      <svg
        viewBox="0 0 700 120"
        preserveAspectRatio="none"
        className={classes.chart}
        role="img"
        aria-label={`${words.home.byDay}. ${said}`}
      >
        {stacked(rows, PARTS, 700, 118).map((bar, index) => (
          <g key={told.by_day[index]?.day}>
            <title>{said.split("; ")[index]}</title>
            {bar.parts.map((part) => (
              <rect
                key={part.name}
                x={bar.x}
                y={part.y}
                width={bar.width}
                height={part.height}
                className={classes[part.name] ?? ""}
              />
            ))}
          </g>
        ))}
      </svg>
      {told.days <= 10 ? (
        <div className={classes.days} aria-hidden>
          {told.by_day.map((day) => (
            <span key={day.day}>
              {dayOnly(day.day)}
              <br />
              {(day.completed + day.failed + day.other).toLocaleString()}
            </span>
          ))}
        </div>
      ) : (
        <div className={`${classes.days} ${classes.ends}`} aria-hidden>
          <span>{dayOnly(told.by_day[0]?.day ?? "")}</span>
          <span>{dayOnly(told.by_day.at(-1)?.day ?? "")}</span>
        </div>
      )}
      <Group gap="md" mt={4}>
        {PARTS.map((part) => (
          <Text size="xs" key={part} component="span">
            <svg width="9" height="9" className={classes.key ?? ""} aria-hidden>
              <rect width="9" height="9" className={classes[part] ?? ""} />
            </svg>
            {words.home.parts[part]}
          </Text>
        ))}
      </Group>
    </>
  );
}

const OF_WORKFLOWS: readonly Column<WorkflowFigures>[] = [
  {
    name: words.common.workflow,
    cell: (row) => (
      <Anchor component={Link} to="/runs" search={{ workflow: row.workflow_permanent_id } as never} size="sm">
        {row.title}
      </Anchor>
    ),
  },
  { name: words.common.runs, right: true, cell: (row) => row.runs.toLocaleString() },
  { name: words.home.success, right: true, cell: (row) => percent(row.success_rate) },
  { name: words.home.halfWithin, right: true, wide: true, cell: (row) => length(row.median_seconds) },
  { name: words.home.mostWithin, right: true, wide: true, cell: (row) => length(row.p95_seconds) },
  { name: words.home.cost, right: true, wide: true, cell: (row) => money(row.cost) },
  { name: words.home.costByDay, wide: true, cell: (row) => <Spark values={row.cost_by_day} /> },
];

const OF_FAILURES: readonly Column<FailureFigures>[] = [
  { name: words.common.reason, cell: (row) => <Reason row={row} /> },
  { name: words.common.runs, right: true, cell: (row) => row.count },
  { name: words.home.last, right: true, wide: true, tight: true, cell: (row) => ago(row.at, new Date()) },
];

function Reason({ row }: { readonly row: FailureFigures }): ReactNode {
  return (
    <>
      <Anchor component={Link} to="/runs/$runId" params={{ runId: row.run_id } as never} size="sm" fw={500}>
        {row.category.toLowerCase().replaceAll("_", " ")}
      </Anchor>
      <Text size="xs" c="dimmed" lineClamp={2}>
        {row.title}: {row.reason}
      </Text>
    </>
  );
}

function Spark({ values }: { readonly values: readonly number[] }) {
  const points = line(values, 90, 20);
  if (points === null) return null;
  return (
    <svg viewBox="0 0 90 22" className={classes.spark} role="img" aria-label={words.home.costByDay}>
      <polyline points={points} />
    </svg>
  );
}

function percent(part: number | null | undefined): string {
  return part === null || part === undefined ? "–" : `${Math.round(part * 100)} %`;
}

function length(seconds: number | null | undefined): string {
  return lengthOf(seconds ?? -1);
}

function money(dollars: number): string {
  return dollars === 0 ? "$0" : `$${dollars.toFixed(dollars < 1 ? 4 : 2)}`;
}
