import { Button, Code, CopyButton, Group, Text, Tooltip } from "@mantine/core";
import { useState } from "react";
import { codeOf, credentialList } from "../api/credentials";
import type { CredentialAnswer } from "../api/schema";
import { useDeed } from "../parts/useDeed";
import { useNow } from "../parts/useNow";
import { words } from "../words";

interface Shown {
  readonly code: string;
  readonly until: number;
}

/** The code that the credential's authenticator shows, for as long as it is good; it is asked for anew with a click. */
export function OneTimeCode({ row }: { readonly row: CredentialAnswer }) {
  const [shown, setShown] = useState<Shown | null>(null);
  const asking = useDeed({
    run: () => codeOf(row.credential_id),
    touches: [credentialList.queryKey],
    refused: words.credentials.noCode,
    done: ({ code, seconds_left }) => setShown({ code, until: Date.now() + seconds_left * 1000 }),
  });
  const left = useSecondsUntil(shown?.until ?? null);
  if (shown === null || left <= 0) {
    return (
      <Tooltip label={words.credentials.codeHelp}>
        <Button
          size="compact-xs"
          variant="subtle"
          loading={asking.isPending}
          onClick={() => asking.mutate()}
          aria-label={words.credentials.codeOf(row.name)}
        >
          {words.credentials.code}
        </Button>
      </Tooltip>
    );
  }
  return (
    <CopyButton value={shown.code}>
      {({ copied, copy }) => (
        <Group gap={6} wrap="nowrap" role="status">
          <Tooltip label={copied ? words.copied : words.copy}>
            <Code component="button" onClick={copy} fz="sm" style={{ cursor: "pointer", border: 0 }}>
              {shown.code}
            </Code>
          </Tooltip>
          <Text size="xs" c="dimmed" visibleFrom="sm" style={{ whiteSpace: "nowrap" }}>
            {words.credentials.codeLeft(left)}
          </Text>
        </Group>
      )}
    </CopyButton>
  );
}

/** Counts down to a moment; 0 without one. */
function useSecondsUntil(moment: number | null): number {
  const now = useNow(moment !== null && moment > Date.now());
  return moment === null ? 0 : Math.max(0, Math.round((moment - now.getTime()) / 1000));
}
