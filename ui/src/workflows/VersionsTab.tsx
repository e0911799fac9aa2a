import { Alert, Box, Button, Grid, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { WorkflowAnswer } from "../api/schema";
import { workflowVersions } from "../api/workflows";
import { Waiting } from "../parts/Listing";
import lines from "../parts/lines.module.css";
import { Trouble } from "../parts/Notice";
import { ago } from "../time";
import { words } from "../words";
import { diffOf, near } from "./diff";
import { type Defaults, editable, type WorkflowDoc } from "./document";
import { textOf } from "./text";
import classes from "./Versions.module.css";

interface Props {
  readonly workflowId: string;
  readonly doc: WorkflowDoc;
  readonly defaults: Defaults;
  readonly restore: (doc: WorkflowDoc) => void;
}

/** Every saved version: what it differs in from the document as it is edited now, and how to have it back. */
export function VersionsTab({ workflowId, doc, defaults, restore }: Props) {
  const found = useQuery(workflowVersions(workflowId));
  const [chosen, setChosen] = useState<number | null>(null);
  if (found.error) return <Trouble error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Waiting />;
  const shown = found.data.find((one) => one.version === chosen) ?? found.data[0];
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 3 }}>
        <Stack gap={0}>
          {found.data.map((one) => (
            <button
              type="button"
              key={one.version}
              className={`${lines.row} ${classes.version}`}
              aria-current={one === shown}
              onClick={() => setChosen(one.version)}
            >
              <span className={lines.label}>{words.editor.versionSo(one.version)}</span>
              <span className={lines.type}>{ago(one.modified_at, new Date())}</span>
            </button>
          ))}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 9 }}>
        {shown ? <Difference one={shown} doc={doc} defaults={defaults} restore={restore} /> : null}
      </Grid.Col>
    </Grid>
  );
}

interface DifferenceProps extends Omit<Props, "workflowId"> {
  readonly one: WorkflowAnswer;
}

function Difference({ one, doc, defaults, restore }: DifferenceProps) {
  const old = editable(one, defaults);
  const told = near(diffOf(textOf(old, "yaml"), textOf(doc, "yaml")));
  const same = told.every((line) => line === null);
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={2}>
          {words.editor.from} {one.version} {words.editor.toNow}
        </Title>
        <Button size="xs" variant="default" disabled={same} onClick={() => restore(old)}>
          {words.editor.restore} {one.version}
        </Button>
      </Group>
      {same ? (
        <Alert variant="default" py={8}>
          {words.editor.same}
        </Alert>
      ) : (
        <Box className={classes.diff} tabIndex={0} role="region" aria-label={words.editor.difference}>
          {told.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line of a diff is its place
            <Text key={at} component="div" className={line ? (classes[line.kind] ?? "") : (classes.left ?? "")}>
              {line ? `${{ same: " ", added: "+", removed: "−" }[line.kind]} ${line.text}` : "⋯"}
            </Text>
          ))}
        </Box>
      )}
    </Stack>
  );
}
