import { Anchor, Button, Code, FileButton, Group, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconSearch, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { deleteFile, FILES_A_PAGE, type FileKind, fileList, uploadFile } from "../api/files";
import type { ArtifactAnswer } from "../api/schema";
import { Head } from "../parts/Head";
import { type Column, Listing } from "../parts/Listing";
import { Empty } from "../parts/Notice";
import { Sure } from "../parts/Sure";
import { useDeed } from "../parts/useDeed";
import { ago } from "../time";
import { words } from "../words";
import { sizeOf } from "./size";

const KINDS = [
  { value: "", label: words.common.all },
  { value: "downloaded", label: words.files.downloaded },
  { value: "uploaded", label: words.files.ofPeople },
  { value: "recording", label: words.files.recordings },
];

const COLUMNS: readonly Column<ArtifactAnswer>[] = [
  {
    name: words.common.name,
    cell: (row) => (
      <Anchor href={row.signed_url ?? ""} size="sm" style={{ overflowWrap: "anywhere" }}>
        {String(row.file_name || row.artifact_id)}
      </Anchor>
    ),
  },
  { name: words.common.kind, wide: true, cell: (row) => String(row.media_type ?? row.artifact_type) },
  { name: words.files.size, right: true, cell: (row) => sizeOf(Number(row.file_size ?? 0)) },
  {
    name: words.common.run,
    wide: true,
    cell: (row) =>
      row.run_id ? (
        <Anchor component={Link} to="/runs/$runId" params={{ runId: row.run_id } as never} size="sm">
          {row.run_id}
        </Anchor>
      ) : null,
  },
  { name: words.common.made, tight: true, cell: (row) => ago(String(row.created_at), new Date()) },
  { name: words.common.id, wide: true, cell: (row) => <Code>{row.artifact_id}</Code> },
  {
    name: " ",
    right: true,
    cell: (row) =>
      row.artifact_type === "unknown" ? <Delete id={row.artifact_id} name={String(row.file_name ?? "")} /> : null,
  },
];

/** The files of all runs, and those that were uploaded. */
export function FilesPage() {
  const [kind, setKind] = useState("");
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 300);
  const [page, setPage] = useState(1);
  const found = useQuery(fileList((kind || null) as FileKind | null, search, page));
  return (
    <Stack gap="sm">
      <Head title={words.files.title} lead={words.files.lead}>
        <Upload />
      </Head>
      <Group gap="xs">
        <SegmentedControl
          size="xs"
          data={KINDS}
          value={kind}
          onChange={(value) => {
            setKind(value);
            setPage(1);
          }}
          aria-label={words.files.kindOfFile}
        />
        <TextInput
          size="xs"
          flex={1}
          miw={180}
          leftSection={<IconSearch size={14} />}
          placeholder={words.files.search}
          aria-label={words.files.searchFiles}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setPage(1);
          }}
        />
      </Group>
      <Listing
        label={words.files.title}
        found={found}
        columns={COLUMNS}
        keyOf={(row) => row.artifact_id}
        empty={<Empty title={words.files.empty}>{words.files.emptyNext}</Empty>}
      />
      <Group justify="flex-end" gap="xs">
        {page > 1 ? (
          <Button size="xs" variant="default" onClick={() => setPage(page - 1)}>
            {words.files.newer}
          </Button>
        ) : null}
        {found.data?.length === FILES_A_PAGE ? (
          <Button size="xs" variant="default" onClick={() => setPage(page + 1)}>
            {words.files.older}
          </Button>
        ) : null}
      </Group>
    </Stack>
  );
}

function Upload() {
  const uploading = useDeed({
    run: uploadFile,
    touches: [["files"]],
    refused: words.files.notUploaded,
    done: (id) =>
      notifications.show({
        autoClose: false,
        message: (
          <Text size="sm">
            {words.files.uploaded} <Code>{id}</Code>
          </Text>
        ),
      }),
  });
  return (
    <FileButton onChange={(file) => (file ? uploading.mutate(file) : undefined)}>
      {(props) => (
        <Button {...props} size="xs" leftSection={<IconUpload size={14} />} loading={uploading.isPending}>
          {words.files.upload}
        </Button>
      )}
    </FileButton>
  );
}

function Delete({ id, name }: { readonly id: string; readonly name: string }) {
  const deleting = useDeed({ run: () => deleteFile(id), touches: [["files"]], refused: words.common.notDeleted });
  return <Sure label={words.deleteOf(name)} pending={deleting.isPending} go={() => deleting.mutate()} />;
}
