import { JsonInput, NumberInput, Select, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { credentialList } from "../api/credentials";
import { words } from "../words";
import type { Asked } from "./parameters";

export type Given = Readonly<Record<string, unknown>>;

interface AnswersProps {
  readonly asked: readonly Asked[];
  readonly given: Given;
  /** What is wrong, by key; shown as soon as it is given. */
  readonly wrong: Readonly<Record<string, string>>;
  readonly set: (given: Given) => void;
}

/** Asks for the parameters of a workflow, each in the way of its type. */
export function Answers({ asked, given, wrong, set }: AnswersProps) {
  if (asked.length === 0) return <Text size="sm">{words.runForm.none}</Text>;
  return (
    <Stack gap="sm">
      {asked.map((one) => (
        <Answer
          key={one.key}
          asked={one}
          value={given[one.key] ?? one.initial}
          error={wrong[one.key] ?? null}
          set={(value) => set({ ...given, [one.key]: value })}
        />
      ))}
    </Stack>
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
