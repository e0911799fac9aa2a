import { Progress, Text } from "@mantine/core";
import type { BatchAnswer } from "../api/schema";
import { lookOf } from "../status";
import { partsOf } from "./progress";

/** How far a batch has come: what has ended fills the bar, in the colours of how. */
export function Progression({ batch }: { readonly batch: BatchAnswer }) {
  const said = partsOf(batch.counts, batch.total);
  return (
    <>
      <Progress.Root size="lg" miw={90}>
        {said
          .filter((part) => part.begun)
          .map((part) => (
            <Progress.Section
              key={part.status}
              value={part.percent}
              color={lookOf(part.status).color}
              aria-label={`${part.count} ${lookOf(part.status).label.toLowerCase()}`}
            />
          ))}
      </Progress.Root>
      <Text size="xs" c="dimmed">
        {said.map((part) => `${part.count} ${lookOf(part.status).label.toLowerCase()}`).join(", ")}
      </Text>
    </>
  );
}
