import { Button, Code, Group, Modal, PasswordInput, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { addCredential, credentialList, deleteCredential } from "../api/credentials";
import type { CredentialAnswer } from "../api/schema";
import { Head } from "../parts/Head";
import { type Column, Listing } from "../parts/Listing";
import { Empty, Trouble } from "../parts/Notice";
import { Sure } from "../parts/Sure";
import { useDeed } from "../parts/useDeed";
import { ago } from "../time";
import { words } from "../words";
import { type Draft, EMPTY, hasCodes, KINDS, type Kind, requestOf, shownOf } from "./kinds";
import { OneTimeCode } from "./OneTimeCode";
import { Test } from "./Test";

const COLUMNS: readonly Column<CredentialAnswer>[] = [
  {
    name: words.common.name,
    cell: (row) => (
      <>
        <Text size="sm" fw={500}>
          {row.name}
        </Text>
        <Text size="xs" c="dimmed" hiddenFrom="sm" style={{ overflowWrap: "anywhere" }}>
          {shownOf(row)}
        </Text>
      </>
    ),
  },
  {
    name: words.common.kind,
    wide: true,
    cell: (row) => KINDS[row.credential_type as Kind]?.label ?? row.credential_type,
  },
  { name: words.credentials.of, wide: true, cell: shownOf },
  { name: words.credentials.onlyFor, wide: true, cell: (row) => row.tested_url ?? "" },
  {
    name: words.credentials.lastUsed,
    wide: true,
    tight: true,
    cell: (row) => (row.last_used_at ? ago(row.last_used_at, new Date()) : words.credentials.never),
  },
  { name: words.common.id, wide: true, cell: (row) => <Code>{row.credential_id}</Code> },
  {
    name: " ",
    right: true,
    cell: (row) => (
      <Group gap={4} justify="flex-end" wrap="nowrap">
        {hasCodes(row) ? <OneTimeCode row={row} /> : null}
        {row.credential_type === "password" ? <Test row={row} /> : null}
        <Delete row={row} />
      </Group>
    ),
  },
];

/** What workflows may log in with. Secret values can be written, never read. */
export function CredentialsPage() {
  const found = useQuery(credentialList);
  const [adding, add] = useDisclosure(false);
  return (
    <Stack gap="sm">
      <Head title={words.credentials.title} lead={words.credentials.lead}>
        <Button size="xs" leftSection={<IconPlus size={14} />} onClick={add.open}>
          {words.credentials.make}
        </Button>
      </Head>
      <Listing
        label={words.credentials.title}
        found={found}
        columns={COLUMNS}
        keyOf={(row) => row.credential_id}
        empty={<Empty title={words.credentials.empty}>{words.credentials.emptyNext}</Empty>}
      />
      <Modal opened={adding} onClose={add.close} title={words.credentials.add} transitionProps={{ duration: 0 }}>
        <Form close={add.close} />
      </Modal>
    </Stack>
  );
}

function Delete({ row }: { readonly row: CredentialAnswer }) {
  const deleting = useDeed({
    run: () => deleteCredential(row.credential_id),
    touches: [credentialList.queryKey],
    refused: words.common.notDeleted,
  });
  return <Sure label={words.deleteOf(row.name)} pending={deleting.isPending} go={() => deleting.mutate()} />;
}

function Form({ close }: { readonly close: () => void }) {
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const adding = useDeed({
    run: () => addCredential(requestOf(draft)),
    touches: [credentialList.queryKey],
    done: close,
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
          size="xs"
          fullWidth
          data={Object.entries(KINDS).map(([value, { label }]) => ({ value, label }))}
          value={draft.kind}
          onChange={(kind) => setDraft({ ...draft, kind: kind as Kind })}
        />
        <TextInput
          label={words.common.name}
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
          label={words.credentials.site}
          description={words.credentials.siteHelp}
          placeholder={words.example.site}
          value={draft.site}
          onChange={(event) => setDraft({ ...draft, site: event.currentTarget.value })}
        />
        {adding.error ? <Trouble error={adding.error} /> : null}
        <Group justify="flex-end">
          <Button type="submit" loading={adding.isPending}>
            {words.common.add}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
