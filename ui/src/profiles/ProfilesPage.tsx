import { Anchor, Button, Code, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { deleteProfile, makeProfile, profileList, renameProfile } from "../api/profiles";
import type { ProfileAnswer } from "../api/schema";
import { sessionList } from "../api/sessions";
import { Head } from "../parts/Head";
import { type Column, Listing } from "../parts/Listing";
import { Empty, Trouble } from "../parts/Notice";
import { Sure } from "../parts/Sure";
import { useDeed } from "../parts/useDeed";
import { ago } from "../time";
import { words } from "../words";

const TOUCHES = [["profiles"]];

const COLUMNS: readonly Column<ProfileAnswer>[] = [
  { name: words.common.name, cell: (row) => <Name row={row} /> },
  {
    name: words.profiles.from,
    wide: true,
    cell: (row) => (row.is_managed ? "a workflow's last good run" : (row.source_browser_type ?? "")),
  },
  { name: words.common.changed, tight: true, cell: (row) => ago(row.modified_at, new Date()) },
  { name: words.common.id, wide: true, cell: (row) => <Code>{row.browser_profile_id}</Code> },
  { name: " ", right: true, cell: (row) => <Delete row={row} /> },
];

/** Saved states of browsers. */
export function ProfilesPage() {
  const found = useQuery(profileList);
  const [making, make] = useDisclosure(false);
  return (
    <Stack gap="sm">
      <Head title={words.profiles.title} lead={words.profiles.lead}>
        <Button size="xs" leftSection={<IconPlus size={14} />} onClick={make.open}>
          {words.profiles.make}
        </Button>
      </Head>
      <Listing
        label={words.profiles.title}
        found={found}
        columns={COLUMNS}
        keyOf={(row) => row.browser_profile_id}
        empty={<Empty title={words.profiles.empty}>{words.profiles.emptyNext}</Empty>}
      />
      <Modal opened={making} onClose={make.close} title={words.profiles.make} transitionProps={{ duration: 0 }}>
        <MakeProfile done={make.close} />
      </Modal>
    </Stack>
  );
}

interface MakeProps {
  readonly session?: string;
  readonly done: () => void;
}

/** Asks for a name, and for the session whose state is taken. */
export function MakeProfile({ session, done }: MakeProps) {
  const sessions = useQuery({ ...sessionList, enabled: session === undefined });
  const [name, setName] = useState("");
  const [source, setSource] = useState<string | null>(session ?? null);
  const making = useDeed({ run: () => makeProfile(name.trim(), source), touches: TOUCHES, done });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        making.mutate();
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={words.common.name}
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {session === undefined ? (
          <Select
            label={words.profiles.source}
            description={words.profiles.sourceHelp}
            clearable
            data={(sessions.data ?? []).map((one) => one.browser_session_id)}
            value={source}
            onChange={setSource}
          />
        ) : null}
        {making.error ? <Trouble error={making.error} /> : null}
        <Group justify="flex-end">
          <Button type="submit" loading={making.isPending} disabled={name.trim() === ""}>
            {words.profiles.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The name, which a click makes editable. */
function Name({ row }: { readonly row: ProfileAnswer }) {
  const [typed, setTyped] = useState<string | null>(null);
  const renaming = useDeed({
    run: (name: string) => renameProfile(row.browser_profile_id, name),
    touches: TOUCHES,
    refused: words.profiles.notRenamed,
  });
  const settle = () => {
    if (typed?.trim() && typed !== row.name) renaming.mutate(typed.trim());
    setTyped(null);
  };
  if (typed === null) {
    return (
      <>
        <Anchor
          component="button"
          type="button"
          size="sm"
          onClick={() => setTyped(row.name)}
          title={words.profiles.rename}
        >
          {row.name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {row.description}
        </Text>
      </>
    );
  }
  return (
    <TextInput
      size="xs"
      aria-label={words.profiles.newName}
      autoFocus
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={settle}
      onKeyDown={(event) => (event.key === "Enter" ? settle() : event.key === "Escape" ? setTyped(null) : undefined)}
    />
  );
}

function Delete({ row }: { readonly row: ProfileAnswer }) {
  const deleting = useDeed({
    run: () => deleteProfile(row.browser_profile_id),
    touches: TOUCHES,
    refused: words.common.notDeleted,
  });
  return <Sure label={words.deleteOf(row.name)} pending={deleting.isPending} go={() => deleting.mutate()} />;
}
