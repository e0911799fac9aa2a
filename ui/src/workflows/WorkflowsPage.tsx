import { Anchor, Button, Group, Stack, Table, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { workflowList } from "../api/workflows";
import { Empty, Trouble } from "../parts/Notice";
import { ago } from "../time";
import { words } from "../words";

/** All workflows of the organisation, newest first. */
export function WorkflowsPage() {
  const found = useQuery(workflowList);
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={1}>Workflows</Title>
        <Button size="xs" component={Link} to="/workflows/new" leftSection={<IconPlus size={14} />}>
          New workflow
        </Button>
      </Group>
      {found.error ? <Trouble error={found.error} again={() => found.refetch()} /> : null}
      {found.data?.length === 0 ? <Empty title={words.workflows.empty}>{words.workflows.emptyNext}</Empty> : null}
      {found.data && found.data.length > 0 ? (
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Title</Table.Th>
              <Table.Th>Blocks</Table.Th>
              <Table.Th>Version</Table.Th>
              <Table.Th>Changed</Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.data.map((workflow) => (
              <Table.Tr key={workflow.workflow_permanent_id}>
                <Table.Td>
                  <Anchor
                    component={Link}
                    to="/workflows/$workflowId"
                    params={{ workflowId: workflow.workflow_permanent_id } as never}
                    size="sm"
                    fw={500}
                  >
                    {workflow.title}
                  </Anchor>
                  <Text size="xs" c="dimmed">
                    {workflow.description}
                  </Text>
                </Table.Td>
                <Table.Td>{blockCount(workflow.workflow_definition)}</Table.Td>
                <Table.Td>{workflow.version}</Table.Td>
                <Table.Td>{ago(workflow.modified_at, new Date())}</Table.Td>
                <Table.Td>
                  <Link to="/runs" search={{ workflow: workflow.workflow_permanent_id }}>
                    Runs
                  </Link>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      ) : null}
    </Stack>
  );
}

function blockCount(definition: unknown): number {
  const blocks = (definition as { blocks?: unknown } | null)?.blocks;
  return Array.isArray(blocks) ? blocks.length : 0;
}
