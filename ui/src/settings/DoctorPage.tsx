import { Button, Group, Loader, Paper, Stack, Text } from "@mantine/core";
import { IconCheck, IconInfoCircle, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { examination } from "../api/installation";
import type { FindingAnswer } from "../api/schema";
import { Head } from "../parts/Head";
import { Trouble } from "../parts/Notice";
import { Prose } from "../parts/Prose";
import { Pill, type PillLook } from "../parts/StatusPill";
import { sentence } from "../parts/sentence";
import { words } from "../words";
import classes from "./settings.module.css";

function lookOf(good: boolean | null | undefined): PillLook {
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
      {found.data ? <Findings findings={found.data} /> : null}
    </Stack>
  );
}

/** What was found; also the answer of a model that was said hello to. */
export function Findings({ findings }: { readonly findings: readonly FindingAnswer[] }) {
  return (
    <Paper withBorder>
      {findings.map((finding) => (
        <Finding key={`${finding.about} ${finding.says}`} finding={finding} />
      ))}
    </Paper>
  );
}

function Finding({ finding }: { readonly finding: FindingAnswer }) {
  const look = lookOf(finding.good);
  return (
    <div className={classes.finding}>
      <Pill look={look} />
      <Text size="sm" fw={600}>
        {sentence(finding.about)}
      </Text>
      <div className={classes.says}>
        <Text size="sm">
          <Prose text={sentence(finding.says)} />
        </Text>
        {finding.mend ? (
          <Text size="sm" mt={2}>
            <b>{words.doctor.mend}:</b> <Prose text={finding.mend} />
          </Text>
        ) : null}
      </div>
    </div>
  );
}
