import { Anchor, Button, Code, Group, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { auditPage, DEEDS_A_PAGE } from "../api/audit";
import { credentialList } from "../api/credentials";
import { keyList } from "../api/keys";
import type { AuditEntryAnswer, Deed } from "../api/schema";
import { Head } from "../parts/Head";
import { type Column, Listing } from "../parts/Listing";
import { Empty } from "../parts/Notice";
import { ago, dayAndTime } from "../time";
import { words } from "../words";
import { screenOf, type Trail } from "./trail";

const CHOICES = Object.entries(words.audit.deeds).map(([value, label]) => ({ value, label }));

/** What a key or a credential is called, by its id. */
type Names = ReadonlyMap<string, string>;

const columnsOf = (names: Names): readonly Column<AuditEntryAnswer>[] => [
  { name: words.audit.at, wide: true, tight: true, cell: (row) => dayAndTime(row.at) },
  {
    name: words.audit.deed,
    tight: true,
    cell: (row) => (
      <>
        <Text size="sm" fw={500}>
          {words.audit.deeds[row.deed] ?? row.deed}
        </Text>
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          {ago(row.at, new Date())}
        </Text>
      </>
    ),
  },
  { name: words.audit.actor, wide: true, cell: (row) => <Named id={row.actor} names={names} /> },
  { name: words.audit.subject, cell: (row) => <Named id={row.subject} names={names} /> },
  {
    name: words.audit.details,
    wide: true,
    cell: (row) => (
      <Text size="xs" c="dimmed">
        {Object.entries(row.details)
          .map(([name, value]) => `${name}: ${String(value)}`)
          .join(", ")}
      </Text>
    ),
  },
];

/** Who used or changed keys, credentials and controls, and deleted things. */
export function AuditPage() {
  const { deed, page = 1 } = useSearch({ from: "/audit" });
  const navigate = useNavigate({ from: "/audit" });
  const found = useQuery(auditPage(deed, page));
  const keys = useQuery(keyList);
  const credentials = useQuery(credentialList);
  const names: Names = new Map([
    ...(keys.data ?? []).map((key) => [key.api_key_id, key.name] as const),
    ...(credentials.data ?? []).map((one) => [one.credential_id, one.name] as const),
  ]);
  const go = (search: Trail) => void navigate({ search, replace: true });
  const of = deed ? { deed } : {};
  return (
    <Stack gap="sm">
      <Head title={words.audit.title} lead={words.audit.lead}>
        <Select
          size="xs"
          data={CHOICES}
          value={deed ?? null}
          onChange={(chosen) => go(chosen ? { deed: chosen as Deed } : {})}
          placeholder={words.audit.any}
          aria-label={words.audit.deed}
          clearable
        />
      </Head>
      <Listing
        label={words.audit.title}
        found={{ ...found, data: found.data?.entries }}
        columns={columnsOf(names)}
        keyOf={(row) => row.audit_id}
        empty={<Empty title={words.audit.empty}>{words.audit.emptyNext}</Empty>}
      />
      <Group justify="flex-end" gap="xs">
        {page > 1 ? (
          <Button size="xs" variant="default" onClick={() => go({ ...of, page: page - 1 })}>
            {words.audit.newer}
          </Button>
        ) : null}
        {page * DEEDS_A_PAGE < (found.data?.total_count ?? 0) ? (
          <Button size="xs" variant="default" onClick={() => go({ ...of, page: page + 1 })}>
            {words.audit.older}
          </Button>
        ) : null}
      </Group>
    </Stack>
  );
}

function Named({ id, names }: { readonly id: string; readonly names: Names }) {
  const screen = screenOf(id);
  const name = names.get(id);
  if (name) return <span title={id}>{name}</span>;
  if (screen === null) return id.includes("_") ? <Code>{id}</Code> : id;
  return (
    <Anchor component={Link} to={screen as never} size="sm" ff="monospace" fz="xs">
      {id}
    </Anchor>
  );
}
