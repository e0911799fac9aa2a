import { Button, Group, MultiSelect, Pill, Stack, TextInput, Title, Tooltip } from "@mantine/core";
import { useDebouncedCallback, useThrottledCallback } from "@mantine/hooks";
import { IconDownload, IconPlayerStop, IconRefresh, IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useEvents } from "../api/events";
import { allRuns, cancelRuns, retryRuns, runList } from "../api/runs";
import type { RunListItem, RunStatus } from "../api/schema";
import { oneWorkflow } from "../api/workflows";
import { Empty, Trouble } from "../parts/Notice";
import { Prose } from "../parts/Prose";
import { useDeed } from "../parts/useDeed";
import { isFinal, lookOf, RUN_STATUSES } from "../status";
import { words } from "../words";
import { csv, saveAs } from "./csv";
import { filterOf, NEWEST, narrowed, nextSort, type RunFilter, searchOf } from "./filter";
import { withRun } from "./news";
import { RunsTable } from "./RunsTable";
import { UnderWay } from "./UnderWay";

const CHOICES = RUN_STATUSES.map((status) => ({ value: status, label: lookOf(status).label }));

/** All runs of the organisation, newest first. */
export function RunsPage() {
  const filter = filterOf(useSearch({ from: "/runs" }));
  const navigate = useNavigate({ from: "/runs" });
  const found = useInfiniteQuery(runList(filter));
  const rows = useMemo(() => found.data?.pages.flat() ?? [], [found.data]);
  useNews(filter);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const narrow = (change: Partial<RunFilter>) =>
    void navigate({ search: searchOf({ ...filter, ...change }), replace: true });

  return (
    <Stack gap="sm" h="calc(100vh - 76px)">
      <Group justify="space-between">
        <Title order={1}>{words.runs.title}</Title>
        <Group gap="xs">
          <Bulk chosen={rows.filter((run) => chosen.has(run.run_id))} done={() => setChosen(new Set())} />
          <Export filter={filter} pages={found.data?.pages ?? []} />
        </Group>
      </Group>
      <UnderWay />
      <Filters filter={filter} narrow={narrow} />
      {found.error ? <Trouble error={found.error} again={() => found.refetch()} /> : null}
      {found.data && rows.length === 0 ? <NoRuns narrowed={narrowed(filter)} /> : null}
      {rows.length > 0 || found.isPending ? (
        <RunsTable
          rows={rows}
          loading={found.isPending}
          more={found.hasNextPage && !found.isFetchingNextPage ? () => void found.fetchNextPage() : null}
          chosen={chosen}
          choose={setChosen}
          sort={filter.sort}
          resort={(column) => narrow({ sort: nextSort(filter.sort, column) })}
        />
      ) : null}
    </Stack>
  );
}

interface ExportProps {
  readonly filter: RunFilter;
  readonly pages: readonly (readonly RunListItem[])[];
}

/** Saves every run that the filters let through, those too that are not loaded yet. */
function Export({ filter, pages }: ExportProps) {
  const saving = useDeed({
    run: () => allRuns(filter, pages),
    touches: [],
    refused: words.runs.notExported,
    done: (runs) => saveAs("runs.csv", table(runs), "text/csv"),
  });
  return (
    <Tooltip label={words.runs.exportHelp}>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconDownload size={14} />}
        disabled={(pages[0]?.length ?? 0) === 0}
        loading={saving.isPending}
        onClick={() => saving.mutate()}
      >
        {words.runs.export}
      </Button>
    </Tooltip>
  );
}

function NoRuns({ narrowed }: { readonly narrowed: boolean }) {
  const navigate = useNavigate({ from: "/runs" });
  if (!narrowed) {
    return (
      <Empty title={words.runs.empty}>
        <Prose text={words.runs.emptyNext} />
        <Group justify="center" mt="sm">
          <Button component={Link} to="/workflows" size="xs" variant="light">
            {words.runs.toWorkflows}
          </Button>
        </Group>
      </Empty>
    );
  }
  return (
    <Empty title={words.runs.noMatch}>
      <Button size="xs" variant="subtle" onClick={() => void navigate({ search: {}, replace: true })}>
        {words.runs.showAllRuns}
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
        aria-label={words.runs.searchRuns}
        description={typed !== "" && typed.trim().length < 3 ? words.runs.searchHelp : null}
        inputWrapperOrder={["input", "description"]}
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
        placeholder={filter.status.length > 0 ? "" : words.runs.anyStatus}
        aria-label={words.common.status}
        clearable
      />
      <OfWorkflow filter={filter} narrow={narrow} />
    </Group>
  );
}

interface BulkProps {
  readonly chosen: readonly RunListItem[];
  readonly done: () => void;
}

/** What can be done to the chosen runs together. */
function Bulk({ chosen, done }: BulkProps) {
  const ids = (over: boolean) => chosen.filter((run) => isFinal(run.status) === over).map((run) => run.run_id);
  const [open, over] = [ids(false), ids(true)];
  const deed = { touches: [["runs"]], done };
  const cancelling = useDeed({ run: () => cancelRuns(open), refused: words.common.notCancelled, ...deed });
  const retrying = useDeed({ run: () => retryRuns(over), refused: words.runs.notAllStarted, ...deed });
  return (
    <>
      {open.length > 0 ? (
        <Button
          size="xs"
          color="red"
          variant="light"
          leftSection={<IconPlayerStop size={14} />}
          loading={cancelling.isPending}
          onClick={() => cancelling.mutate()}
        >
          {words.runs.cancelSo(open.length)}
        </Button>
      ) : null}
      {over.length > 0 ? (
        <Button
          size="xs"
          variant="light"
          leftSection={<IconRefresh size={14} />}
          loading={retrying.isPending}
          onClick={() => retrying.mutate()}
        >
          {words.runs.againSo(over.length)}
        </Button>
      ) : null}
    </>
  );
}

/** Keeps the loaded rows as the runs are. */
function useNews(filter: RunFilter) {
  const queries = useQueryClient();
  const queryKey = runList(filter).queryKey;
  const afresh = useThrottledCallback(() => void queries.invalidateQueries({ queryKey }), 2000);
  useEvents("v1/runs/events", true, {
    run: (told) => {
      const found = queries.getQueryData(queryKey);
      if (!found) return;
      const next = withRun(found, told as RunListItem, filter.sort === NEWEST && !narrowed(filter));
      if (next) queries.setQueryData(queryKey, next);
      else afresh();
    },
  });
}

/** The one workflow whose runs are shown. */
function OfWorkflow({ filter, narrow }: FiltersProps) {
  const found = useQuery({ ...oneWorkflow(filter.workflow), enabled: filter.workflow !== "" });
  if (filter.workflow === "") return null;
  return (
    <Pill size="md" withRemoveButton onRemove={() => narrow({ workflow: "" })}>
      {found.data?.title ?? filter.workflow}
    </Pill>
  );
}

function table(rows: readonly RunListItem[]): string {
  return csv(
    [
      "run_id",
      "status",
      "title",
      "workflow",
      "workflow_title",
      "trigger",
      "created_at",
      "started_at",
      "finished_at",
      "failure_reason",
    ],
    rows.map((run) => [
      run.run_id,
      run.status,
      run.title ?? "",
      run.workflow_permanent_id ?? "",
      run.workflow_title ?? "",
      run.trigger_type ?? "",
      run.created_at,
      run.started_at ?? "",
      run.finished_at ?? "",
      run.failure_reason ?? "",
    ]),
  );
}
