import { Anchor, Badge, Button, Grid, Group, List, Modal, Stack, Switch, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { deleteSchedule, scheduleList, scheduleNews, switchSchedule } from "../api/schedules";
import type { FireAnswer, ScheduleListItem } from "../api/schema";
import { Head } from "../parts/Head";
import { type Column, Listing, Waiting } from "../parts/Listing";
import { Empty, Trouble } from "../parts/Notice";
import { Opener } from "../parts/Opener";
import { Sure } from "../parts/Sure";
import { useDeed } from "../parts/useDeed";
import { dayAndTime } from "../time";
import { words } from "../words";
import { inWords, OVERLAPS } from "./plan";
import { ScheduleForm } from "./ScheduleForm";

/** Workflows that start by themselves. */
export function SchedulesPage() {
  const found = useQuery(scheduleList);
  const [making, make] = useDisclosure(false);
  const [opened, setOpened] = useState<string | null>(null);
  const [changed, setChanged] = useState<ScheduleListItem | null>(null);
  const chosen = found.data?.find((one) => one.workflow_schedule_id === opened);
  const columns: readonly Column<ScheduleListItem>[] = [
    {
      name: words.common.when,
      cell: (row) => (
        <Opener
          opened={row.workflow_schedule_id === opened}
          toggle={() => setOpened(row.workflow_schedule_id === opened ? null : row.workflow_schedule_id)}
        >
          {row.name ?? inWords(row)}
          {row.name ? (
            <Text size="xs" c="dimmed">
              {inWords(row)}
            </Text>
          ) : null}
        </Opener>
      ),
    },
    {
      name: words.common.workflow,
      wide: true,
      cell: (row) => (
        <Anchor
          component={Link}
          to="/workflows/$workflowId"
          params={{ workflowId: row.workflow_permanent_id } as never}
          size="sm"
        >
          {row.workflow_title ?? row.workflow_permanent_id}
        </Anchor>
      ),
    },
    {
      name: words.schedules.nextAt,
      wide: true,
      cell: (row) => (row.next_run ? dayAndTime(row.next_run, row.timezone) : "–"),
    },
    { name: words.schedules.timeZone, wide: true, cell: (row) => row.timezone },
    { name: words.schedules.overlapShort, wide: true, cell: (row) => overlapOf(row) },
    { name: words.schedules.on, cell: (row) => <OnOff row={row} /> },
    {
      name: " ",
      right: true,
      cell: (row) => (
        <Group gap={4} justify="flex-end" wrap="nowrap">
          <Button size="compact-xs" variant="subtle" onClick={() => setChanged(row)}>
            {words.schedules.change}
          </Button>
          <Delete row={row} />
        </Group>
      ),
    },
  ];
  return (
    <Stack gap="sm">
      <Head title={words.schedules.title} lead={words.schedules.lead}>
        <Button size="xs" leftSection={<IconPlus size={14} />} onClick={make.open}>
          {words.schedules.make}
        </Button>
      </Head>
      <Listing
        label={words.schedules.title}
        found={found}
        columns={columns}
        keyOf={(row) => row.workflow_schedule_id}
        empty={<Empty title={words.schedules.empty}>{words.schedules.emptyNext}</Empty>}
      />
      {chosen ? <News one={chosen} /> : null}
      <Modal
        opened={making || changed !== null}
        onClose={() => {
          make.close();
          setChanged(null);
        }}
        title={changed ? inWords(changed) : words.schedules.make}
        transitionProps={{ duration: 0 }}
      >
        <ScheduleForm
          kept={changed}
          done={(made) => {
            make.close();
            setChanged(null);
            setOpened(made);
          }}
        />
      </Modal>
    </Stack>
  );
}

function overlapOf(row: ScheduleListItem): string {
  const policy = (row as unknown as { overlap_policy?: string }).overlap_policy ?? "allow";
  return OVERLAPS.find(({ value }) => value === policy)?.label ?? policy;
}

function OnOff({ row }: { readonly row: ScheduleListItem }) {
  const switching = useDeed({
    run: (on: boolean) => switchSchedule(row, on),
    touches: [scheduleList.queryKey],
    refused: words.schedules.notChanged,
  });
  return (
    <Switch
      size="xs"
      checked={row.enabled}
      disabled={switching.isPending}
      onChange={(event) => switching.mutate(event.currentTarget.checked)}
      aria-label={words.schedules.onOf(inWords(row))}
    />
  );
}

function Delete({ row }: { readonly row: ScheduleListItem }) {
  const deleting = useDeed({
    run: () => deleteSchedule(row),
    touches: [scheduleList.queryKey],
    refused: words.common.notDeleted,
  });
  return <Sure label={words.deleteOf(inWords(row))} pending={deleting.isPending} go={() => deleting.mutate()} />;
}

/** When it starts next, and what came of the last times. */
function News({ one }: { readonly one: ScheduleListItem }) {
  const found = useQuery(scheduleNews(one));
  if (found.error) return <Trouble error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Waiting />;
  const { next, fires } = found.data;
  return (
    <Grid gap="md" component="section" aria-label={inWords(one)}>
      <Grid.Col span={{ base: 12, sm: 5 }}>
        <Text fw={600} size="sm">
          {words.schedules.next} ({one.timezone})
        </Text>
        {next.length === 0 ? <Text size="sm">{words.schedules.none}</Text> : null}
        <List size="sm" type="ordered">
          {next.slice(0, 5).map((at) => (
            <List.Item key={at}>{dayAndTime(at, one.timezone)}</List.Item>
          ))}
        </List>
      </Grid.Col>
      <Grid.Col span={{ base: 12, sm: 7 }}>
        <Text fw={600} size="sm">
          {words.schedules.fires}
        </Text>
        {fires.length === 0 ? <Text size="sm">{words.schedules.noFires}</Text> : null}
        <Stack gap={4} mt={4}>
          {fires.slice(0, 10).map((fire) => (
            <Fire key={fire.due_at} fire={fire} />
          ))}
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

function Fire({ fire }: { readonly fire: FireAnswer }) {
  return (
    <Group gap="xs">
      <Text size="sm">{dayAndTime(fire.due_at)}</Text>
      <Badge size="sm" variant="light" tt="none" color={fire.outcome === "started" ? "teal" : "orange"}>
        {fire.outcome}
      </Badge>
      {fire.run_id ? (
        <Anchor component={Link} to="/runs/$runId" params={{ runId: fire.run_id } as never} size="sm">
          {fire.run_id}
        </Anchor>
      ) : null}
      <Text size="sm" c="dimmed">
        {fire.reason}
      </Text>
    </Group>
  );
}
