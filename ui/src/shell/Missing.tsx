import { Button, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Empty } from "../parts/Notice";
import { words } from "../words";

export function Missing() {
  return (
    <Empty title={words.frame.missing}>
      <Text size="sm">{words.frame.missingNext}</Text>
      <Button component={Link} to="/home" variant="light" mt="sm" size="xs">
        {words.frame.toHome}
      </Button>
    </Empty>
  );
}
