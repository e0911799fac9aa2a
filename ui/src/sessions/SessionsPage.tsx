import { Anchor, Button, Group, Modal, NumberInput, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { openSession, sessionList } from "../api/sessions";
import { Empty, Trouble } from "../parts/Notice";
import { StatusPill } from "../parts/StatusPill";
import { ago, lengthOf } from "../time";

/** Browsers that are kept open, for people and for runs. */
export function SessionsPage() {
  const found = useQuery(sessionList);
  const [opening, open] = useDisclosure(false);
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={1}>Browser sessions</Title>
        <Button size="xs" leftSection={<IconPlus size={14} />} onClick={open.open}>
          Open a browser
        </Button>
      </Group>
      {found.error ? <Trouble error={found.error} again={() => found.refetch()} /> : null}
      {found.data?.length === 0 ? (
        <Empty title="No browser is kept open.">
          A session lives on between runs: sign in once, then start runs in it with `browser_session_id`.
        </Empty>
      ) : null}
      {found.data && found.data.length > 0 ? (
        <Table.ScrollContainer minWidth={560}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                {["Session", "Status", "Opened", "Time left", "In it now"].map((name) => (
                  <Table.Th key={name}>{name}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {found.data.map((one) => (
                <Table.Tr key={one.browser_session_id}>
                  <Table.Td>
                    <Anchor
                      component={Link}
                      to="/sessions/$sessionId"
                      params={{ sessionId: one.browser_session_id } as never}
                      size="sm"
                    >
                      {one.browser_session_id}
                    </Anchor>
                  </Table.Td>
                  <Table.Td>
                    <StatusPill status={one.status} help="" />
                  </Table.Td>
                  <Table.Td>{ago(one.created_at, new Date())}</Table.Td>
                  <Table.Td>{lengthOf(one.remaining_lifetime_seconds ?? -1)}</Table.Td>
                  <Table.Td>
                    {one.runnable_id ? (
                      <Anchor component={Link} to="/runs/$runId" params={{ runId: one.runnable_id } as never} size="sm">
                        {one.runnable_id}
                      </Anchor>
                    ) : (
                      <Text size="sm" c="dimmed">
                        nobody
                      </Text>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      ) : null}
      <Modal opened={opening} onClose={open.close} title="Open a browser" transitionProps={{ duration: 0 }}>
        <Form />
      </Modal>
    </Stack>
  );
}

function Form() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [url, setUrl] = useState("");
  const [minutes, setMinutes] = useState<number>(60);
  const opening = useMutation({
    mutationFn: () => openSession(url.trim(), minutes),
    onSuccess: async (made) => {
      await queries.invalidateQueries(sessionList);
      await navigate({ to: "/sessions/$sessionId", params: { sessionId: made.browser_session_id } });
    },
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
          label="Address to open"
          placeholder="https://example.com"
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <NumberInput
          label="Minutes until it closes"
          min={5}
          max={240}
          value={minutes}
          onChange={(value) => setMinutes(Number(value))}
        />
        {opening.error ? <Trouble error={opening.error} /> : null}
        <Group justify="flex-end">
          <Button type="submit" loading={opening.isPending}>
            Open
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
