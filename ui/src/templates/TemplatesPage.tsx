import { Button, Card, Grid, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { ownTemplates, sampleList } from "../api/templates";
import { saveWorkflow } from "../api/workflows";
import { Head } from "../parts/Head";
import { Waiting } from "../parts/Listing";
import { Trouble } from "../parts/Notice";
import { Prose } from "../parts/Prose";
import { useDeed } from "../parts/useDeed";
import { words } from "../words";
import { editable, type WorkflowDoc } from "../workflows/document";

/** Workflows to begin with. */
export function TemplatesPage() {
  const [typed, setTyped] = useState<string | null>(null);
  const [sites] = useDebouncedValue(typed, 300);
  const samples = useQuery({ ...sampleList(sites), placeholderData: keepPreviousData });
  const own = useQuery(ownTemplates);
  const settled = typed === sites && !samples.isPlaceholderData;
  return (
    <Stack gap="md">
      <Head title={words.templates.title} lead={words.templates.lead} />
      <Title order={2}>{words.templates.samples}</Title>
      <TextInput
        maw={480}
        label={words.templates.sites}
        description={<Prose text={words.templates.sitesHelp} />}
        value={typed ?? samples.data?.[0]?.sites ?? ""}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {samples.error ? <Trouble error={samples.error} again={() => void samples.refetch()} /> : null}
      {samples.isPending ? <Waiting /> : null}
      <Grid gap="md">
        {(samples.data ?? []).map((sample) => (
          <Template
            key={sample.name}
            title={sample.title}
            description={sample.description ?? ""}
            doc={sample.json_definition as unknown as WorkflowDoc}
            settled={settled}
          />
        ))}
      </Grid>
      <Title order={2}>{words.templates.own}</Title>
      {own.data?.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.templates.ownEmpty}
        </Text>
      ) : null}
      <Grid gap="md">
        {(own.data ?? []).map((workflow) => (
          <Template
            key={workflow.workflow_permanent_id}
            title={workflow.title}
            description={workflow.description ?? ""}
            doc={editable(workflow, new Map())}
            settled
          />
        ))}
      </Grid>
    </Stack>
  );
}

interface Props {
  readonly title: string;
  readonly description: string;
  readonly doc: WorkflowDoc;
  /** Whether it is for the sites that are named; it is not while their address is typed. */
  readonly settled: boolean;
}

function Template({ title, description, doc, settled }: Props) {
  const navigate = useNavigate();
  const saving = useDeed({
    run: () => saveWorkflow(null, doc),
    touches: [["workflows"]],
    refused: words.common.notSaved,
    done: (made) => void navigate({ to: "/workflows/$workflowId", params: { workflowId: made.workflow_permanent_id } }),
  });
  const { parameters, blocks } = doc.workflow_definition;
  return (
    <Grid.Col span={{ base: 12, sm: 6, lg: 4 }}>
      <Card withBorder padding="sm" h="100%">
        <Title order={3}>{title}</Title>
        <Text size="sm" c="dimmed" mt={4} flex={1}>
          {description}
        </Text>
        <Text size="xs" mt={4}>
          {words.templates.holds(blocks.length, parameters.length)}
        </Text>
        <Button
          size="xs"
          mt="sm"
          variant="light"
          loading={saving.isPending}
          disabled={!settled}
          onClick={() => saving.mutate()}
          aria-label={`${words.templates.use}: ${title}`}
        >
          {words.templates.use}
        </Button>
      </Card>
    </Grid.Col>
  );
}
