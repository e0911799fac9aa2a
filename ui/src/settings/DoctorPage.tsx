import { Alert, Button, Code, Group, Loader, Stack, Text } from "@mantine/core";
import { IconCheck, IconInfoCircle, IconX, type TablerIcon } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { examination } from "../api/installation";
import type { FindingAnswer } from "../api/schema";
import { Head } from "../parts/Head";
import { Trouble } from "../parts/Notice";
import { words } from "../words";

interface Look {
  readonly color: string;
  readonly icon: TablerIcon;
  readonly label: string;
}

function lookOf(good: boolean | null | undefined): Look {
  if (good === true) return { color: "teal", icon: IconCheck, label: words.doctor.good };
  if (good === false) return { color: "red", icon: IconX, label: words.doctor.broken };
  return { color: "blue", icon: IconInfoCircle, label: words.doctor.note };
}

/** What is wrong with this server and how to mend it. */
export function DoctorPage() {
  const [ask, setAsk] = useState(false);
  const found = useQuery(examination(ask));
  return (
    <Stack gap="sm">
      <Head title={words.doctor.title} lead={words.doctor.lead}>
        <Button size="xs" variant="default" loading={found.isFetching} onClick={() => void found.refetch()}>
          {words.doctor.again}
        </Button>
        <Button size="xs" disabled={ask} onClick={() => setAsk(true)}>
          {words.doctor.ask}
        </Button>
      </Head>
      {found.error ? <Trouble error={found.error} again={() => void found.refetch()} /> : null}
      {found.isPending ? (
        <Group gap="xs" role="status">
          <Loader size="xs" />
          <Text size="sm">{words.doctor.looking}</Text>
        </Group>
      ) : null}
      {(found.data ?? []).map((finding) => (
        <Finding key={`${finding.about} ${finding.says}`} finding={finding} />
      ))}
    </Stack>
  );
}

/** One finding; also the answer of a model that was said hello to. */
export function Finding({ finding }: { readonly finding: FindingAnswer }) {
  const look = lookOf(finding.good);
  return (
    <Alert
      variant="default"
      py={8}
      icon={<look.icon size={16} color={`var(--mantine-color-${look.color}-6)`} aria-hidden />}
      title={`${finding.about.charAt(0).toUpperCase()}${finding.about.slice(1)}: ${look.label.toLowerCase()}`}
    >
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        {finding.says}
      </Text>
      {finding.mend ? (
        <Text size="sm" mt={4}>
          {words.doctor.mend}: <Code>{finding.mend}</Code>
        </Text>
      ) : null}
    </Alert>
  );
}
