import { Anchor, Button, Group, Modal, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { SessionAnswer } from "../api/schema";
import { openSession, sessionList } from "../api/sessions";
import { Head } from "../parts/Head";
import { type Column, Listing } from "../parts/Listing";
import { Empty, Trouble } from "../parts/Notice";
import { StatusPill } from "../parts/StatusPill";
import { useDeed } from "../parts/useDeed";
import { isFinal } from "../status";
import { ago, lengthOf } from "../time";
import { words } from "../words";
import { Thumbnails } from "./Thumbnails";

const COLUMNS: readonly Column<SessionAnswer>[] = [
  {
    name: words.sessions.session,
    cell: (row) => (
      <Anchor
        component={Link}
        to="/sessions/$sessionId"
        params={{ sessionId: row.browser_session_id } as never}
        size="sm"
      >
        {row.browser_session_id}
      </Anchor>
    ),
  },
  { name: words.common.status, cell: (row) => <StatusPill status={row.status} help="" /> },
  { name: words.sessions.opened, wide: true, tight: true, cell: (row) => ago(row.created_at, new Date()) },
  { name: words.sessions.timeLeft, wide: true, cell: (row) => lengthOf(row.remaining_lifetime_seconds ?? -1) },
  {
    name: words.sessions.inItNow,
    wide: true,
    cell: (row) =>
      row.runnable_id ? (
        <Anchor component={Link} to="/runs/$runId" params={{ runId: row.runnable_id } as never} size="sm">
          {row.runnable_id}
        </Anchor>
      ) : (
        <Text size="sm" c="dimmed">
          {words.sessions.nobody}
        </Text>
      ),
  },
];

/** Browsers that are kept open, for people and for runs. */
export function SessionsPage() {
  const found = useQuery(sessionList);
  const [opening, open] = useDisclosure(false);
  return (
    <Stack gap="sm">
      <Head title={words.sessions.title} lead={words.sessions.lead}>
        <Button size="xs" leftSection={<IconPlus size={14} />} onClick={open.open}>
          {words.sessions.make}
        </Button>
      </Head>
      <Thumbnails sessions={(found.data ?? []).filter((row) => !isFinal(row.status))} />
      <Listing
        label={words.sessions.title}
        found={found}
        columns={COLUMNS}
        keyOf={(row) => row.browser_session_id}
        empty={<Empty title={words.sessions.empty}>{words.sessions.emptyNext}</Empty>}
      />
      <Modal opened={opening} onClose={open.close} title={words.sessions.make} transitionProps={{ duration: 0 }}>
        <Form />
      </Modal>
    </Stack>
  );
}

function Form() {
  const navigate = useNavigate();
  const [url, setUrl] = useState("");
  const [minutes, setMinutes] = useState<number>(60);
  const opening = useDeed({
    run: () => openSession(url.trim(), minutes),
    touches: [sessionList.queryKey],
    done: (made) => void navigate({ to: "/sessions/$sessionId", params: { sessionId: made.browser_session_id } }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        opening.mutate();
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={words.sessions.address}
          placeholder={words.example.page}
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <NumberInput
          label={words.sessions.minutes}
          min={5}
          max={240}
          value={minutes}
          onChange={(value) => setMinutes(Number(value))}
        />
        {opening.error ? <Trouble error={opening.error} /> : null}
        <Group justify="flex-end">
          <Button type="submit" loading={opening.isPending}>
            {words.sessions.open}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
