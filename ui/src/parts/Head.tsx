import { Group, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Prose } from "./Prose";

interface Props {
  readonly title: string;
  /** One line on what is found here. */
  readonly lead?: string;
  /** What can be done here. */
  readonly children?: ReactNode;
}

/** The head of a screen. */
export function Head({ title, lead, children }: Props) {
  return (
    <Group justify="space-between" align="flex-start" gap="xs">
      <div>
        <Title order={1}>{title}</Title>
        {lead ? (
          <Text size="sm" c="dimmed">
            <Prose text={lead} />
          </Text>
        ) : null}
      </div>
      <Group gap="xs">{children}</Group>
    </Group>
  );
}
