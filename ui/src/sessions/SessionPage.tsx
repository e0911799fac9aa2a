import { Button, Code, Group, Stack, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { closeSession, extendSession, oneSession } from "../api/sessions";
import { Live } from "../live/Live";
import { Trouble } from "../parts/Notice";
import { StatusPill } from "../parts/StatusPill";
import { isFinal } from "../status";
import { lengthOf } from "../time";

const MORE_MINUTES = 30;

/** One kept browser: live, to be steered, extended and closed. */
export function SessionPage() {
  const { sessionId } = useParams({ strict: false }) as { sessionId: string };
  const found = useQuery(oneSession(sessionId));
  const queries = useQueryClient();
  const deed = (refused: string) => ({
    onSuccess: () => queries.invalidateQueries(oneSession(sessionId)),
    onError: (error: Error) => notifications.show({ color: "red", title: refused, message: error.message }),
  });
  const closing = useMutation({ mutationFn: () => closeSession(sessionId), ...deed("Not closed") });
  const extending = useMutation({
    mutationFn: () => extendSession(sessionId, MORE_MINUTES),
    ...deed("Not extended"),
  });
  if (found.error) return <Trouble error={found.error} again={() => found.refetch()} />;
  if (!found.data) return null;
  const { status, remaining_lifetime_seconds, browser_address } = found.data;
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <div>
          <Title order={1}>Browser session</Title>
          <Code>{sessionId}</Code>
        </div>
        <Group gap="sm">
          <StatusPill status={status} help="" />
          {isFinal(status) ? null : (
            <>
              <Text size="sm" c="dimmed">
                {lengthOf(remaining_lifetime_seconds ?? -1)} left
              </Text>
              <Button size="xs" variant="default" loading={extending.isPending} onClick={() => extending.mutate()}>
                {MORE_MINUTES} minutes more
              </Button>
              <Button
                size="xs"
                variant="light"
                color="red"
                loading={closing.isPending}
                onClick={() => closing.mutate()}
              >
                Close
              </Button>
            </>
          )}
        </Group>
      </Group>
      {browser_address ? (
        <Text size="xs" c="dimmed">
          CDP address, with your key in <Code>x-api-key</Code>: <Code>{browser_address}</Code>
        </Text>
      ) : null}
      <Live kind="browser_sessions" id={sessionId} />
    </Stack>
  );
}
