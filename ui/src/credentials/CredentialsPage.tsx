import {
  ActionIcon,
  Button,
  Code,
  Group,
  Modal,
  PasswordInput,
  SegmentedControl,
  Stack,
  Table,
  TextInput,
  Title,
  Tooltip,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { addCredential, credentialList, deleteCredential } from "../api/credentials";
import type { CredentialAnswer } from "../api/schema";
import { Empty, Trouble } from "../parts/Notice";
import { type Draft, EMPTY, KINDS, type Kind, requestOf, shownOf } from "./kinds";

/** What workflows may log in with. Secret values can be written, never read. */
export function CredentialsPage() {
  const found = useQuery(credentialList);
  const [adding, add] = useDisclosure(false);
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={1}>Credentials</Title>
        <Button size="xs" leftSection={<IconPlus size={14} />} onClick={add.open}>
          Add credential
        </Button>
      </Group>
      {found.error ? <Trouble error={found.error} again={() => found.refetch()} /> : null}
      {found.data?.length === 0 ? (
        <Empty title="No credential yet.">
          A workflow names one through a parameter; the value is typed into the page and shown to nobody.
        </Empty>
      ) : null}
      {found.data && found.data.length > 0 ? (
        <Table.ScrollContainer minWidth={640}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                {["Name", "Kind", "Of", "Only for", "Id", ""].map((name) => (
                  <Table.Th key={name}>{name}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {found.data.map((one) => (
                <Row key={one.credential_id} one={one} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      ) : null}
      <Modal opened={adding} onClose={add.close} title="Add a credential" transitionProps={{ duration: 0 }}>
        <Form close={add.close} />
      </Modal>
    </Stack>
  );
}

function Row({ one }: { readonly one: CredentialAnswer }) {
  const queries = useQueryClient();
  const [asked, ask] = useDisclosure(false);
  const deleting = useMutation({
    mutationFn: () => deleteCredential(one.credential_id),
    onSuccess: () => queries.invalidateQueries(credentialList),
    onError: (error) => notifications.show({ color: "red", title: "Not deleted", message: error.message }),
  });
  return (
    <Table.Tr>
      <Table.Td fw={500}>{one.name}</Table.Td>
      <Table.Td>{KINDS[one.credential_type as Kind]?.label ?? one.credential_type}</Table.Td>
      <Table.Td>{shownOf(one)}</Table.Td>
      <Table.Td>{one.tested_url ?? ""}</Table.Td>
      <Table.Td>
        <Code>{one.credential_id}</Code>
      </Table.Td>
      <Table.Td ta="right">
        {asked ? (
          <Button size="compact-xs" color="red" loading={deleting.isPending} onClick={() => deleting.mutate()}>
            Delete for good
          </Button>
        ) : (
          <Tooltip label="Delete">
            <ActionIcon variant="subtle" color="gray" aria-label={`Delete ${one.name}`} onClick={ask.open}>
              <IconTrash size={14} />
            </ActionIcon>
          </Tooltip>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function Form({ close }: { readonly close: () => void }) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const adding = useMutation({
    mutationFn: () => addCredential(requestOf(draft)),
    onSuccess: async () => {
      await queries.invalidateQueries(credentialList);
      close();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        adding.mutate();
      }}
      autoComplete="off"
    >
      <Stack gap="sm">
        <SegmentedControl
          data={Object.entries(KINDS).map(([value, { label }]) => ({ value, label }))}
          value={draft.kind}
          onChange={(kind) => setDraft({ ...draft, kind: kind as Kind })}
        />
        <TextInput
          label="Name"
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          required
        />
        {KINDS[draft.kind].parts.map((part) => {
          const Field = part.secret ? PasswordInput : TextInput;
          return (
            <Field
              key={part.name}
              label={part.label}
              description={part.help}
              required={part.required}
              autoComplete="new-password"
              value={draft.values[part.name] ?? ""}
              onChange={(event) =>
                setDraft({ ...draft, values: { ...draft.values, [part.name]: event.currentTarget.value } })
              }
            />
          );
        })}
        <TextInput
          label="Only for this site"
          description="An address of the site; left empty, it is used on the sites that a workflow names."
          placeholder="https://portal.example.com"
          value={draft.site}
          onChange={(event) => setDraft({ ...draft, site: event.currentTarget.value })}
        />
        {adding.error ? <Trouble error={adding.error} /> : null}
        <Group justify="flex-end">
          <Button type="submit" loading={adding.isPending}>
            Add
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
