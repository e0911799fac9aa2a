import { Button, Group, Stack } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Head } from "../parts/Head";
import { words } from "../words";

export function Missing() {
  return (
    <Stack gap="md">
      <Head title={words.frame.missing} lead={words.frame.missingNext} />
      <Group>
        <Button component={Link} to="/home" variant="light" size="xs">
          {words.frame.toHome}
        </Button>
      </Group>
    </Stack>
  );
}
