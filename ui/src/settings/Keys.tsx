import { Badge, Button, Code, Group, Modal, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keyList, makeKey, revokeKey, rotateKey } from "../api/keys";
import type { KeyAnswer, NewKeyAnswer, Scope } from "../api/schema";
import { Json } from "../parts/Json";
import { type Column, Listing } from "../parts/Listing";
import { Trouble } from "../parts/Notice";
import { Sure } from "../parts/Sure";
import { useDeed } from "../parts/useDeed";
import { ago } from "../time";
import { words } from "../words";

const TOUCHES = [keyList.queryKey];
const SCOPES: readonly { readonly value: Scope; readonly label: string }[] = [
  { value: "read", label: words.keys.read },
  { value: "run", label: words.keys.run },
  { value: "write", label: words.keys.write },
  { value: "admin", label: words.keys.admin },
];

/** Who may use this server. */
export function Keys() {
  const found = useQuery(keyList);
  const [making, make] = useDisclosure(false);
  const [fresh, setFresh] = useState<NewKeyAnswer | null>(null);
  const columns: readonly Column<KeyAnswer>[] = [
    { name: words.common.name, cell: (row) => row.name },
    { name: words.keys.mayDo, cell: (row) => row.scope },
    { name: words.common.made, wide: true, tight: true, cell: (row) => ago(row.created_at, new Date()) },
    { name: words.common.id, wide: true, cell: (row) => <Code>{row.api_key_id}</Code> },
    { name: " ", right: true, cell: (row) => <Deeds row={row} show={setFresh} /> },
  ];
  return (
    <section aria-label={words.settings.keys}>
      <Group justify="space-between" mb={6}>
        <Title order={2}>{words.settings.keys}</Title>
        <Button size="xs" leftSection={<IconPlus size={14} />} onClick={make.open}>
          {words.keys.make}
        </Button>
      </Group>
      <Listing
        label={words.settings.keys}
        found={found}
        columns={columns}
        keyOf={(row) => row.api_key_id}
        empty={null}
      />
      <Modal opened={making} onClose={make.close} title={words.keys.make} transitionProps={{ duration: 0 }}>
        <Form
          done={(made) => {
            make.close();
            setFresh(made);
          }}
        />
      </Modal>
      <Modal
        opened={fresh !== null}
        onClose={() => setFresh(null)}
        title={words.keys.made}
        transitionProps={{ duration: 0 }}
      >
        <Stack gap="sm">
          <Text size="sm">{words.keys.once}</Text>
          <Json value={fresh?.api_key ?? ""} label={words.keys.one} />
        </Stack>
      </Modal>
    </section>
  );
}

function Deeds({ row, show }: { readonly row: KeyAnswer; readonly show: (made: NewKeyAnswer) => void }) {
  const rotating = useDeed({
    run: () => rotateKey(row.api_key_id),
    touches: TOUCHES,
    refused: words.keys.notRotated,
    done: show,
  });
  const revoking = useDeed({ run: () => revokeKey(row.api_key_id), touches: TOUCHES, refused: words.keys.notRevoked });
  if (row.revoked_at) {
    return (
      <Badge size="sm" variant="default" tt="none">
        {words.keys.revoked}
      </Badge>
    );
  }
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <Button
        size="compact-xs"
        variant="subtle"
        loading={rotating.isPending}
        onClick={() => rotating.mutate()}
        aria-label={`${words.keys.rotate} ${row.name}`}
      >
        {words.keys.rotate}
      </Button>
      <Sure
        label={`${words.keys.revoke} ${row.name}`}
        sure={words.keys.sure}
        pending={revoking.isPending}
        go={() => revoking.mutate()}
      />
    </Group>
  );
}

function Form({ done }: { readonly done: (made: NewKeyAnswer) => void }) {
  const [name, setName] = useState("");
  const [scope, setScope] = useState<Scope>("admin");
  const making = useDeed({ run: () => makeKey(name.trim(), scope), touches: TOUCHES, done });
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
        <Select
          label={words.keys.scope}
          data={[...SCOPES]}
          allowDeselect={false}
          value={scope}
          onChange={(value) => setScope((value ?? scope) as Scope)}
        />
        {making.error ? <Trouble error={making.error} /> : null}
        <Group justify="flex-end">
          <Button type="submit" loading={making.isPending} disabled={name.trim() === ""}>
            {words.keys.make}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
