import { Button, Group, MultiSelect, Stack, TextInput, Title } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconDownload, IconPlayerStop, IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { cancelRuns, runList } from "../api/runs";
import type { RunListItem, RunStatus } from "../api/schema";
import { Empty, Trouble } from "../parts/Notice";
import { isFinal, lookOf, RUN_STATUSES } from "../status";
import { words } from "../words";
import { csv, saveAs } from "./csv";
import { filterOf, narrowed, type RunFilter, searchOf } from "./filter";
import { RunsTable } from "./RunsTable";

const CHOICES = RUN_STATUSES.map((status) => ({ value: status, label: lookOf(status).label }));

/** All runs of the organisation, newest first. */
export function RunsPage() {
  const filter = filterOf(useSearch({ from: "/runs" }));
  const navigate = useNavigate({ from: "/runs" });
  const found = useInfiniteQuery(runList(filter));
  const rows = useMemo(() => found.data?.pages.flat() ?? [], [found.data]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const narrow = (change: Partial<RunFilter>) =>
    void navigate({ search: searchOf({ ...filter, ...change }), replace: true });

  return (
    <Stack gap="sm" h="calc(100vh - 76px)">
      <Group justify="space-between">
        <Title order={1}>Runs</Title>
        <Group gap="xs">
          <CancelButton chosen={rows.filter((run) => chosen.has(run.run_id))} done={() => setChosen(new Set())} />
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDownload size={14} />}
            disabled={rows.length === 0}
            onClick={() => saveAs("runs.csv", table(rows), "text/csv")}
          >
            CSV
          </Button>
        </Group>
      </Group>
      <Filters filter={filter} narrow={narrow} />
      {found.error ? <Trouble error={found.error} again={() => found.refetch()} /> : null}
      {found.data && rows.length === 0 ? (
        <NoRuns narrowed={narrowed(filter)} />
      ) : (
        <RunsTable
          rows={rows}
          loading={found.isPending}
          more={found.hasNextPage && !found.isFetchingNextPage ? () => void found.fetchNextPage() : null}
          chosen={chosen}
          choose={setChosen}
        />
      )}
    </Stack>
  );
}

function NoRuns({ narrowed }: { readonly narrowed: boolean }) {
  const navigate = useNavigate({ from: "/runs" });
  if (!narrowed) return <Empty title={words.runs.empty}>{words.runs.emptyNext}</Empty>;
  return (
    <Empty title={words.runs.noMatch}>
      <Button size="xs" variant="subtle" onClick={() => void navigate({ search: {}, replace: true })}>
        Show all runs
      </Button>
    </Empty>
  );
}

interface FiltersProps {
  readonly filter: RunFilter;
  readonly narrow: (change: Partial<RunFilter>) => void;
}

function Filters({ filter, narrow }: FiltersProps) {
  const [typed, setTyped] = useState(filter.search);
  const settle = useDebouncedCallback((search: string) => narrow({ search }), 300);
  return (
    <Group gap="xs" align="flex-start">
      <TextInput
        flex={1}
        miw={220}
        size="xs"
        leftSection={<IconSearch size={14} />}
        placeholder={words.runs.search}
        aria-label="Search runs"
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          settle(event.currentTarget.value.trim());
        }}
      />
      <MultiSelect
        size="xs"
        miw={220}
        data={CHOICES}
        value={[...filter.status]}
        onChange={(status) => narrow({ status: status as RunStatus[] })}
        placeholder={filter.status.length > 0 ? "" : "Any status"}
        aria-label="Status"
        clearable
      />
    </Group>
  );
}

function CancelButton({ chosen, done }: { readonly chosen: readonly RunListItem[]; readonly done: () => void }) {
  const queries = useQueryClient();
  const open = chosen.filter((run) => !isFinal(run.status));
  const cancelling = useMutation({
    mutationFn: () => cancelRuns(open.map((run) => run.run_id)),
    onSuccess: async () => {
      done();
      await queries.invalidateQueries({ queryKey: ["runs"] });
    },
    onError: (error) => notifications.show({ color: "red", title: "Not cancelled", message: error.message }),
  });
  if (open.length === 0) return null;
  return (
    <Button
      size="xs"
      color="red"
      variant="light"
      leftSection={<IconPlayerStop size={14} />}
      loading={cancelling.isPending}
      onClick={() => cancelling.mutate()}
    >
      Cancel {open.length}
    </Button>
  );
}

function table(rows: readonly RunListItem[]): string {
  return csv(
    ["run_id", "status", "title", "workflow", "created_at", "started_at", "finished_at", "failure_reason"],
    rows.map((run) => [
      run.run_id,
      run.status,
      run.title ?? "",
      run.workflow_permanent_id ?? "",
      run.created_at,
      run.started_at ?? "",
      run.finished_at ?? "",
      run.failure_reason ?? "",
    ]),
  );
}
