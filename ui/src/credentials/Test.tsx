import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { tryCredential } from "../api/credentials";
import type { CredentialAnswer } from "../api/schema";
import { Trouble } from "../parts/Notice";
import { useDeed } from "../parts/useDeed";
import { words } from "../words";

/** Tries a credential: a run signs in with it, and its screen opens. */
export function Test({ row }: { readonly row: CredentialAnswer }) {
  const navigate = useNavigate();
  const [asked, ask] = useDisclosure(false);
  const [url, setUrl] = useState(row.tested_url ?? "");
  const trying = useDeed({
    run: () => tryCredential(row.credential_id, url.trim()),
    touches: [["runs"]],
    done: ({ run_id }) => void navigate({ to: "/runs/$runId", params: { runId: run_id } }),
  });
  return (
    <>
      <Button size="compact-xs" variant="subtle" onClick={ask.open} aria-label={words.credentials.testOf(row.name)}>
        {words.credentials.test}
      </Button>
      <Modal
        opened={asked}
        onClose={ask.close}
        title={words.credentials.testOf(row.name)}
        transitionProps={{ duration: 0 }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            trying.mutate();
          }}
        >
          <Stack gap="sm">
            <Text size="sm">{words.credentials.testLead}</Text>
            <TextInput
              label={words.credentials.testAt}
              placeholder={words.example.site}
              type="url"
              required
              value={url}
              onChange={(event) => setUrl(event.currentTarget.value)}
            />
            {trying.error ? <Trouble error={trying.error} /> : null}
            <Group justify="flex-end">
              <Button type="submit" loading={trying.isPending}>
                {words.credentials.testStart}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
