import { Anchor, Button, FileButton, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconPlus, IconSearch, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { WorkflowAnswer } from "../api/schema";
import { saveWorkflow, workflowList } from "../api/workflows";
import { Head } from "../parts/Head";
import { type Column, Listing } from "../parts/Listing";
import { Empty } from "../parts/Notice";
import { useDeed } from "../parts/useDeed";
import { ago } from "../time";
import { words } from "../words";
import type { WorkflowDoc } from "./document";

const COLUMNS: readonly Column<WorkflowAnswer>[] = [
  {
    name: words.workflows.titleLabel,
    cell: (row) => (
      <>
        <Anchor
          component={Link}
          to="/workflows/$workflowId"
          params={{ workflowId: row.workflow_permanent_id } as never}
          size="sm"
          fw={500}
        >
          {row.title}
        </Anchor>
        <Text size="xs" c="dimmed">
          {row.description}
        </Text>
      </>
    ),
  },
  { name: words.workflows.blocks, wide: true, right: true, cell: (row) => blockCount(row.workflow_definition) },
  { name: words.workflows.version, wide: true, right: true, cell: (row) => row.version },
  { name: words.common.changed, tight: true, cell: (row) => ago(row.modified_at, new Date()) },
  {
    name: " ",
    right: true,
    cell: (row) => (
      <Anchor component={Link} to="/runs" search={{ workflow: row.workflow_permanent_id } as never} size="sm">
        {words.common.runs}
      </Anchor>
    ),
  },
];

/** All workflows of the organisation, newest first. */
export function WorkflowsPage() {
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 300);
  const found = useQuery(workflowList(search));
  return (
    <Stack gap="sm">
      <Head title={words.workflows.title}>
        <Import />
        <Button size="xs" variant="default" component={Link} to="/templates">
          {words.workflows.templates}
        </Button>
        <Button size="xs" component={Link} to="/workflows/new" leftSection={<IconPlus size={14} />}>
          {words.workflows.make}
        </Button>
      </Head>
      <TextInput
        size="xs"
        leftSection={<IconSearch size={14} />}
        placeholder={words.workflows.titleOrParameter}
        aria-label={words.workflows.searchWorkflows}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Listing
        label={words.workflows.title}
        found={found}
        columns={COLUMNS}
        keyOf={(row) => row.workflow_permanent_id}
        empty={<Empty title={words.workflows.empty}>{words.workflows.emptyNext}</Empty>}
      />
    </Stack>
  );
}

/** A definition in a file, JSON or YAML, becomes a workflow. */
function Import() {
  const navigate = useNavigate();
  const saving = useDeed({
    run: (doc: WorkflowDoc) => saveWorkflow(null, doc),
    touches: [["workflows"]],
    refused: words.workflows.notImported,
    done: (made) => void navigate({ to: "/workflows/$workflowId", params: { workflowId: made.workflow_permanent_id } }),
  });
  const take = async (file: File | null) => {
    if (file === null) return;
    // the reader of YAML is only fetched when a file comes
    const { readDoc } = await import("./text");
    const read = readDoc(await file.text());
    if (read.doc) saving.mutate(read.doc);
    else notifications.show({ color: "red", title: words.workflows.notRead, message: read.wrong });
  };
  return (
    <FileButton onChange={(file) => void take(file)} accept=".json,.yaml,.yml">
      {(props) => (
        <Button
          {...props}
          size="xs"
          variant="default"
          leftSection={<IconUpload size={14} />}
          loading={saving.isPending}
        >
          {words.workflows.bring}
        </Button>
      )}
    </FileButton>
  );
}

function blockCount(definition: unknown): number {
  const blocks = (definition as { blocks?: unknown } | null)?.blocks;
  return Array.isArray(blocks) ? blocks.length : 0;
}
