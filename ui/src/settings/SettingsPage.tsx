import { Badge, Button, Code, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { examination, settingList } from "../api/installation";
import type { SettingAnswer } from "../api/schema";
import { Head } from "../parts/Head";
import { type Column, Listing, Waiting } from "../parts/Listing";
import { Trouble } from "../parts/Notice";
import { Prose } from "../parts/Prose";
import { sentence } from "../parts/sentence";
import { words } from "../words";
import { Findings } from "./DoctorPage";
import { grouped } from "./groups";
import { Keys } from "./Keys";

const COLUMNS: readonly Column<SettingAnswer>[] = [
  {
    name: words.settings.setting,
    cell: (row) => (
      <>
        <Code>{row.variable}</Code>{" "}
        {row.usual ? null : (
          <Badge size="xs" variant="light" tt="none">
            {words.settings.set}
          </Badge>
        )}
        <Text size="xs" c="dimmed">
          <Prose text={sentence(row.help)} />
        </Text>
        <Text size="sm" ff="monospace" hiddenFrom="sm" style={{ overflowWrap: "anywhere" }}>
          {row.value || "–"}
        </Text>
      </>
    ),
  },
  {
    name: words.common.value,
    wide: true,
    width: "45%",
    cell: (row) => (
      <Text size="sm" ff="monospace" style={{ overflowWrap: "anywhere" }}>
        {row.value || "–"}
      </Text>
    ),
  },
];

/** How the server is set up, and who may use it. */
export function SettingsPage() {
  const found = useQuery(settingList);
  return (
    <Stack gap="lg">
      <Head title={words.settings.title} lead={words.settings.lead}>
        <Hello />
      </Head>
      <Keys />
      {found.error ? <Trouble error={found.error} again={() => void found.refetch()} /> : null}
      {found.isPending ? <Waiting /> : null}
      {grouped(found.data ?? [], words.settings.other).map((group) => (
        <section key={group.name} aria-label={group.name}>
          <Title order={2} mb={6}>
            {group.name}
          </Title>
          <Listing
            label={group.name}
            found={{ ...found, data: group.settings }}
            columns={COLUMNS}
            keyOf={(row) => row.name}
            empty={null}
          />
        </section>
      ))}
    </Stack>
  );
}

/** Asks the configured model one small question. */
function Hello() {
  const [asked, setAsked] = useState(false);
  const found = useQuery({ ...examination(true), enabled: asked });
  const minds = (found.data ?? []).filter((finding) => finding.about === "model");
  return (
    <Stack gap="xs">
      <Button
        size="xs"
        variant="default"
        loading={found.isFetching}
        onClick={() => (asked ? void found.refetch() : setAsked(true))}
      >
        {words.settings.hello}
      </Button>
      {minds.length > 0 ? <Findings findings={minds} /> : null}
    </Stack>
  );
}
