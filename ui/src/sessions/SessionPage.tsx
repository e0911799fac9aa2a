import { Button, Code, Group, Modal, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { closeSession, extendSession, oneSession } from "../api/sessions";
import { Live } from "../live/Live";
import { TroublePage } from "../parts/Notice";
import { Prose } from "../parts/Prose";
import { StatusPill } from "../parts/StatusPill";
import { useDeed } from "../parts/useDeed";
import { MakeProfile } from "../profiles/ProfilesPage";
import { isFinal } from "../status";
import { lengthOf } from "../time";
import { words } from "../words";

const MORE_MINUTES = 30;

/** One kept browser: live, to be steered, extended and closed. */
export function SessionPage() {
  const { sessionId } = useParams({ strict: false }) as { sessionId: string };
  const found = useQuery(oneSession(sessionId));
  const [saving, save] = useDisclosure(false);
  const touches = [oneSession(sessionId).queryKey];
  const closing = useDeed({ run: () => closeSession(sessionId), touches, refused: words.sessions.notClosed });
  const extending = useDeed({
    run: () => extendSession(sessionId, MORE_MINUTES),
    touches,
    refused: words.sessions.notExtended,
  });
  if (found.error) return <TroublePage of={words.common.session} error={found.error} again={() => found.refetch()} />;
  if (!found.data) return null;
  const { status, remaining_lifetime_seconds, browser_address } = found.data;
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <div>
          <Title order={1}>{words.sessions.browserSession}</Title>
          <Code>{sessionId}</Code>
        </div>
        <Group gap="sm">
          <StatusPill status={status} help="" />
          <Button size="xs" variant="subtle" onClick={save.open}>
            {words.sessions.save}
          </Button>
          {isFinal(status) ? null : (
            <>
              <Text size="sm" c="dimmed">
                {words.sessions.left(lengthOf(remaining_lifetime_seconds ?? -1))}
              </Text>
              <Button size="xs" variant="default" loading={extending.isPending} onClick={() => extending.mutate()}>
                {words.sessions.more(MORE_MINUTES)}
              </Button>
              <Button
                size="xs"
                variant="light"
                color="red"
                loading={closing.isPending}
                onClick={() => closing.mutate()}
              >
                {words.sessions.close}
              </Button>
            </>
          )}
        </Group>
      </Group>
      {browser_address ? (
        <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          <Prose text={words.sessions.cdp} /> <Code>{browser_address}</Code>
        </Text>
      ) : null}
      <Modal opened={saving} onClose={save.close} title={words.sessions.save} transitionProps={{ duration: 0 }}>
        <MakeProfile session={sessionId} done={save.close} />
      </Modal>
      <Live kind="browser_sessions" id={sessionId} />
    </Stack>
  );
}
