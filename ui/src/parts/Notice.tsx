import { Alert, Button, Center, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Refused } from "../api/client";
import { words } from "../words";
import { Prose } from "./Prose";

/** Nothing to show here, and what to do about it. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <Center py={64}>
      <Stack gap={4} align="center" maw={560}>
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed" ta="center" component="div">
          {typeof children === "string" ? <Prose text={children} /> : children}
        </Text>
      </Stack>
    </Center>
  );
}

/** What went wrong, in the server's own words, and what to do next. */
export function Trouble({ error, again }: { readonly error: Error; readonly again?: () => void }) {
  const refused = error instanceof Refused;
  const lasting = refused && error.status === 404;
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle size={16} />}
      title={refused ? headOf(error.status) : words.unreachable.title}
      role="alert"
    >
      <Text size="sm">{refused ? error.message : <Prose text={words.unreachable.next} />}</Text>
      {lasting ? (
        <Button size="xs" variant="light" color="red" mt="xs" onClick={() => history.back()}>
          {words.trouble.back}
        </Button>
      ) : null}
      {again && !lasting ? (
        <Button size="xs" variant="light" color="red" mt="xs" onClick={again}>
          {words.trouble.again}
        </Button>
      ) : null}
    </Alert>
  );
}

/** A whole screen that could not be shown: what it was to be of, and what went wrong. */
export function TroublePage({
  of,
  ...trouble
}: {
  readonly of: string;
  readonly error: Error;
  readonly again?: () => void;
}) {
  return (
    <Stack gap="md">
      <Title order={1}>{of}</Title>
      <Trouble {...trouble} />
    </Stack>
  );
}

function headOf(status: number): string {
  const { missing, forbidden, broken, refused } = words.trouble;
  const head = status === 404 ? missing : status === 403 ? forbidden : status >= 500 ? broken : refused;
  return `${head} (${status})`;
}
