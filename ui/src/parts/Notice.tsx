import { Alert, Button, Center, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Refused } from "../api/client";
import { words } from "../words";

/** Nothing to show here, and what to do about it. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <Center py={64}>
      <Stack gap={4} align="center">
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed" ta="center">
          {children}
        </Text>
      </Stack>
    </Center>
  );
}

/** What went wrong, in the server's own words, and what to do next. */
export function Trouble({ error, again }: { readonly error: Error; readonly again?: () => void }) {
  const refused = error instanceof Refused;
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle size={16} />}
      title={refused ? `The server refused (${error.status})` : words.unreachable.title}
      role="alert"
    >
      <Text size="sm">{refused ? error.message : words.unreachable.next}</Text>
      {again ? (
        <Button size="xs" variant="light" color="red" mt="xs" onClick={again}>
          Try again
        </Button>
      ) : null}
    </Alert>
  );
}
