import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Empty } from "../parts/Notice";

export function Missing() {
  return (
    <Empty title="There is no such page.">
      <Button component={Link} to="/runs" variant="light" mt="sm" size="xs">
        To the runs
      </Button>
    </Empty>
  );
}
