import { Anchor, Grid, List, Text, Title } from "@mantine/core";
import type { RunDetailAnswer } from "../api/schema";
import { Json } from "../parts/Json";
import { leanOutput } from "./lean";

/** What a run brought, before anything else. */
export function Result({ run }: { readonly run: RunDetailAnswer }) {
  const lean = leanOutput(run.outputs ?? run.output);
  return lean === null ? null : <Json value={lean} label="result" />;
}

/** What went into a run, and all that came out of it. */
export function Values({ run }: { readonly run: RunDetailAnswer }) {
  const parts = [
    { name: "Whole output", value: run.outputs ?? run.output },
    { name: "Parameters", value: run.parameters },
  ].filter(({ value }) => value !== null && value !== undefined && Object.keys(value).length > 0);
  return (
    <Grid gap="md">
      {parts.map(({ name, value }) => (
        <Grid.Col key={name} span={{ base: 12, md: 6 }}>
          <Title order={2} mb={6}>
            {name}
          </Title>
          <Json value={value} label={name.toLowerCase()} />
        </Grid.Col>
      ))}
    </Grid>
  );
}

export function Files({ run }: { readonly run: RunDetailAnswer }) {
  const files = run.downloaded_files ?? [];
  if (files.length === 0) return null;
  return (
    <div>
      <Title order={2} mb={6}>
        Files
      </Title>
      <List size="sm">
        {files.map((file) => (
          <List.Item key={file.url}>
            <Anchor size="sm" href={file.url}>
              {file.filename ?? file.url}
            </Anchor>{" "}
            <Text span size="xs" c="dimmed">
              {file.checksum ? `sha256 ${file.checksum.slice(0, 12)}…` : ""}
            </Text>
          </List.Item>
        ))}
      </List>
    </div>
  );
}
