import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Empty } from "../parts/Notice";
import { words } from "../words";

export function Missing() {
  return (
    <Empty title={words.frame.missing}>
      <Button component={Link} to="/runs" variant="light" mt="sm" size="xs">
        {words.frame.toRuns}
      </Button>
    </Empty>
  );
}
