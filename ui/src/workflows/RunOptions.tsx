import { Button, Collapse, FileInput, Select, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { batchOfFile } from "../api/batches";
import { profileList } from "../api/profiles";
import { sessionList } from "../api/sessions";
import type { RunOptions as Options } from "../api/workflows";
import { useDeed } from "../parts/useDeed";
import { words } from "../words";

interface Props {
  readonly workflowId: string;
  readonly options: Options;
  readonly set: (options: Options) => void;
}

/** What a run may be told beside its parameters; and many runs at once, from a file. */
export function RunOptions({ workflowId, options, set }: Props) {
  const [opened, open] = useDisclosure(false);
  const navigate = useNavigate();
  const sessions = useQuery({ ...sessionList, enabled: opened });
  const profiles = useQuery({ ...profileList, enabled: opened });
  const put = (name: keyof Options, value: string | null) => {
    const { [name]: _, ...rest } = options;
    set(value ? { ...rest, [name]: value } : rest);
  };
  const beginning = useDeed({
    run: (file: File) => batchOfFile(workflowId, file),
    touches: [["batches"]],
    refused: words.runForm.notBegun,
    done: () => void navigate({ to: "/batches" }),
  });
  return (
    <>
      <Button
        size="compact-xs"
        variant="subtle"
        onClick={open.toggle}
        aria-expanded={opened}
        style={{ alignSelf: "flex-start" }}
      >
        {words.runForm.more}
      </Button>
      <Collapse expanded={opened} transitionDuration={0}>
        <Stack gap="sm">
          <TextInput
            label={words.runForm.webhook}
            description={words.runForm.webhookHelp}
            placeholder={words.runForm.webhookExample}
            value={options.webhook_url ?? ""}
            onChange={(event) => put("webhook_url", event.currentTarget.value)}
          />
          <Select
            label={words.runForm.session}
            description={words.runForm.sessionHelp}
            clearable
            data={(sessions.data ?? []).map((one) => one.browser_session_id)}
            value={options.browser_session_id ?? null}
            onChange={(value) => put("browser_session_id", value)}
          />
          <Select
            label={words.runForm.profile}
            clearable
            data={(profiles.data ?? []).map((one) => ({ value: one.browser_profile_id, label: one.name }))}
            value={options.browser_profile_id ?? null}
            onChange={(value) => put("browser_profile_id", value)}
          />
          <FileInput
            label={words.runForm.file}
            description={words.runForm.fileHelp}
            accept=".csv,.xlsx"
            disabled={beginning.isPending}
            onChange={(file) => (file ? beginning.mutate(file) : undefined)}
          />
        </Stack>
      </Collapse>
    </>
  );
}
