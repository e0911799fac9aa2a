/** Until the server has routes for keys, they are made on its machine. */
import { Code, Text, Title } from "@mantine/core";
import { words } from "../words";

export function Keys() {
  return (
    <section aria-label={words.settings.keys}>
      <Title order={2} mb={6}>
        {words.settings.keys}
      </Title>
      <Text size="sm">
        <Code>skyvern keys create</Code>, <Code>list</Code> and <Code>revoke</Code> on the server's machine.
      </Text>
    </section>
  );
}
