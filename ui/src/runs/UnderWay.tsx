import { Anchor, Paper, SimpleGrid } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { batchList } from "../api/batches";
import { Progression } from "../batches/Progression";
import { isFinal } from "../status";
import { words } from "../words";

const MOST = 3;

/** The batches that have not ended, each with how far it has come. */
export function UnderWay() {
  const found = useQuery(batchList);
  const open = (found.data ?? []).filter((batch) => !isFinal(batch.status)).slice(0, MOST);
  if (open.length === 0) return null;
  return (
    <SimpleGrid
      cols={{ base: 1, sm: open.length === 1 ? 1 : 2, lg: open.length }}
      spacing="xs"
      component="section"
      aria-label={words.batches.title}
    >
      {open.map((batch) => (
        <Paper key={batch.batch_id} withBorder px="sm" py={6}>
          <Anchor component={Link} to="/batches" search={{ batch: batch.batch_id } as never} size="sm" fw={500}>
            {batch.title}
          </Anchor>
          <Progression batch={batch} />
        </Paper>
      ))}
    </SimpleGrid>
  );
}
