import {
  Alert,
  Button,
  Group,
  JsonInput,
  Modal,
  NumberInput,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
} from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { credentialList } from "../api/credentials";
import { runWorkflow } from "../api/workflows";
import type { WorkflowDoc } from "./document";
import { type Asked, askedOf, valuesOf } from "./parameters";

interface Props {
  readonly workflowId: string;
  readonly doc: WorkflowDoc;
  readonly opened: boolean;
  readonly close: () => void;
}

/** Asks for the parameters and starts a run. */
export function RunForm({ workflowId, doc, opened, close }: Props) {
  const asked = askedOf(doc);
  const [answers, setAnswers] = useState<Readonly<Record<string, unknown>>>({});
  const [tried, setTried] = useState(false);
  const navigate = useNavigate();
  const { values, wrong } = valuesOf(asked, answers);
  const starting = useMutation({
    mutationFn: () => runWorkflow(workflowId, values),
    onSuccess: (run) => void navigate({ to: "/runs/$runId", params: { runId: run.run_id } }),
  });
  return (
    <Modal opened={opened} onClose={close} title={`Run ${doc.title}`} transitionProps={{ duration: 0 }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (Object.keys(wrong).length === 0) starting.mutate();
        }}
      >
        <Stack gap="sm">
          {asked.length === 0 ? <Text size="sm">It needs no parameters.</Text> : null}
          {asked.map((one) => (
            <Answer
              key={one.key}
              asked={one}
              value={answers[one.key] ?? one.initial}
              error={tried ? (wrong[one.key] ?? null) : null}
              set={(value) => setAnswers((now) => ({ ...now, [one.key]: value }))}
            />
          ))}
          {starting.error ? (
            <Alert color="red" role="alert">
              {starting.error.message}
            </Alert>
          ) : null}
          <Group justify="flex-end">
            <Button type="submit" size="sm" loading={starting.isPending}>
              Start the run
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface AnswerProps {
  readonly asked: Asked;
  readonly value: unknown;
  readonly error: string | null;
  readonly set: (value: unknown) => void;
}

function Answer({ asked, value, error, set }: AnswerProps) {
  const common = {
    label: asked.key,
    description: asked.help || undefined,
    error,
    withAsterisk: asked.required,
  } as const;
  switch (asked.kind) {
    case "boolean":
      return (
        <Switch label={asked.key} checked={Boolean(value)} onChange={(event) => set(event.currentTarget.checked)} />
      );
    case "integer":
    case "float":
      return <NumberInput {...common} value={String(value)} allowDecimal={asked.kind === "float"} onChange={set} />;
    case "json":
      return <JsonInput {...common} autosize minRows={3} value={String(value)} onChange={set} />;
    case "credential_id":
      return <Credential {...common} value={String(value)} set={set} />;
    default:
      return <TextInput {...common} value={String(value)} onChange={(event) => set(event.currentTarget.value)} />;
  }
}

interface CredentialProps {
  readonly label: string;
  readonly description: string | undefined;
  readonly error: string | null;
  readonly withAsterisk: boolean;
  readonly value: string;
  readonly set: (value: unknown) => void;
}

function Credential({ value, set, ...common }: CredentialProps) {
  const found = useQuery(credentialList);
  const data = (found.data ?? []).map((one) => ({ value: one.credential_id, label: one.name }));
  return <Select {...common} searchable data={data} value={value || null} onChange={(chosen) => set(chosen ?? "")} />;
}
