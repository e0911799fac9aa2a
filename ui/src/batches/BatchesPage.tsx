import { Anchor, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { type BatchDeed, batchItems, batchList, resultsOf, steerBatch } from "../api/batches";
import type { BatchAnswer, ItemAnswer } from "../api/schema";
import { Head } from "../parts/Head";
import { type Column, Listing } from "../parts/Listing";
import { Empty } from "../parts/Notice";
import { Opener } from "../parts/Opener";
import { StatusPill } from "../parts/StatusPill";
import { useDeed } from "../parts/useDeed";
import { ago } from "../time";
import { words } from "../words";
import { Progression } from "./Progression";

const ITEMS: readonly Column<ItemAnswer>[] = [
  { name: words.batches.number, right: true, cell: (row) => row.number },
  { name: words.common.status, cell: (row) => <StatusPill status={row.status} help="" /> },
  {
    name: words.batches.values,
    wide: true,
    cell: (row) => (
      <Text size="xs" lineClamp={2} style={{ overflowWrap: "anywhere" }}>
        {valuesOf(row.parameters)}
      </Text>
    ),
  },
  {
    name: words.common.run,
    cell: (row) =>
      row.run_id ? (
        <Anchor component={Link} to="/runs/$runId" params={{ runId: row.run_id } as never} size="xs">
          {row.run_id}
        </Anchor>
      ) : null,
  },
  { name: words.common.reason, wide: true, cell: (row) => row.failure_reason ?? "" },
];

/** Groups of runs: one workflow for many sets of values. */
export function BatchesPage() {
  const found = useQuery(batchList);
  const { batch: opened } = useSearch({ from: "/batches" });
  const navigate = useNavigate({ from: "/batches" });
  const toggle = (id: string) => void navigate({ search: id === opened ? {} : { batch: id }, replace: true });
  const chosen = found.data?.find((one) => one.batch_id === opened);
  const columns: readonly Column<BatchAnswer>[] = [
    {
      name: words.batches.batch,
      cell: (row) => (
        <Opener opened={row.batch_id === opened} toggle={() => toggle(row.batch_id)}>
          {row.title}
        </Opener>
      ),
    },
    {
      name: words.common.status,
      wide: true,
      cell: (row) => <StatusPill status={row.status} help="" />,
    },
    { name: words.batches.progress, cell: (row) => <Progression batch={row} /> },
    { name: words.batches.begun, wide: true, tight: true, cell: (row) => ago(row.created_at, new Date()) },
    { name: " ", right: true, cell: (row) => <Deeds batch={row} /> },
  ];
  return (
    <Stack gap="sm">
      <Head title={words.batches.title} lead={words.batches.lead} />
      <Listing
        label={words.batches.title}
        found={found}
        columns={columns}
        keyOf={(row) => row.batch_id}
        empty={<Empty title={words.batches.empty}>{words.batches.emptyNext}</Empty>}
      />
      {chosen ? <Items batch={chosen} /> : null}
    </Stack>
  );
}

function Deeds({ batch }: { readonly batch: BatchAnswer }) {
  const steering = useDeed({
    run: (deed: BatchDeed) => steerBatch(batch.batch_id, deed),
    touches: [batchList.queryKey],
    refused: words.batches.notDone,
  });
  const button = (deed: BatchDeed, label: string) => (
    <Button size="compact-xs" variant="subtle" loading={steering.isPending} onClick={() => steering.mutate(deed)}>
      {label}
    </Button>
  );
  const failed = (batch.counts.failed ?? 0) + (batch.counts.terminated ?? 0) + (batch.counts.timed_out ?? 0);
  return (
    <Group gap={4} justify="flex-end">
      {batch.status === "running" ? button("pause", words.batches.pause) : null}
      {batch.status === "paused" ? button("resume", words.batches.goOn) : null}
      {batch.status === "running" || batch.status === "paused" ? button("cancel", words.batches.cancel) : null}
      {batch.status === "finished" && failed > 0 ? button("retry-failed", words.runs.againSo(failed)) : null}
      <Anchor size="xs" href={resultsOf(batch.batch_id)}>
        {words.batches.csv}
      </Anchor>
    </Group>
  );
}

function Items({ batch }: { readonly batch: BatchAnswer }) {
  const [page, setPage] = useState(1);
  const found = useQuery(batchItems(batch.batch_id, page));
  return (
    <section aria-label={batch.title}>
      <Title order={2} mb={6}>
        {batch.title}
      </Title>
      <Listing
        label={batch.title}
        found={found}
        columns={ITEMS}
        keyOf={(row) => String(row.number)}
        empty={<Empty title={words.batches.empty} />}
      />
      <Group justify="flex-end" gap="xs" mt="xs">
        {page > 1 ? (
          <Button size="xs" variant="default" onClick={() => setPage(page - 1)}>
            {words.batches.before}
          </Button>
        ) : null}
        {page * 100 < batch.total ? (
          <Button size="xs" variant="default" onClick={() => setPage(page + 1)}>
            {words.batches.further}
          </Button>
        ) : null}
      </Group>
    </section>
  );
}

/** `name: Ada, number: 3`; what is no plain value as JSON. */
function valuesOf(parameters: Readonly<Record<string, unknown>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}
