import { Button, JsonInput, NumberInput, Select, Stack, Switch, TagsInput, Text, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { BlockTypeAnswer } from "../api/schema";
import { Prose } from "../parts/Prose";
import { sentence } from "../parts/sentence";
import { words } from "../words";
import type { BlockDoc } from "./document";
import { type Field, fieldsOf, isShown } from "./fields";
import { TemplateText } from "./TemplateText";
import type { Remark } from "./verdicts";

interface Props {
  readonly block: BlockDoc;
  readonly type: BlockTypeAnswer | null;
  /** What templates may name here. */
  readonly names: readonly string[];
  /** What the server says, by field. */
  readonly remarks: Readonly<Record<string, Remark>>;
  /** `undefined` takes the field away. */
  readonly set: (name: string, value: unknown) => void;
}

/** The fields of a block, drawn from its JSON schema. */
export function Inspector({ block, type, names, remarks, set }: Props) {
  const [all, setAll] = useState(false);
  const [opened] = useState(block);
  if (type === null) return <Text size="sm">{words.editor.unknownType(block.block_type)}</Text>;
  const fields = fieldsOf(type.json_schema);
  const shown = fields.filter((field) => all || isShown(field, opened) || isShown(field, block));
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        <Prose text={type.description} />
      </Text>
      <TextInput
        size="xs"
        label={words.editor.label}
        description={<Described help={words.editor.labelHelp} remark={remarks.label} />}
        value={block.label}
        error={errorOf(remarks.label)}
        onChange={(event) => set("label", event.currentTarget.value)}
        required
      />
      {shown.map((field) => (
        <Input
          key={field.name}
          field={field}
          value={block[field.name]}
          names={names}
          remark={remarks[field.name]}
          set={(value) => set(field.name, value)}
        />
      ))}
      {shown.length < fields.length ? (
        <Button size="compact-xs" variant="subtle" onClick={() => setAll(true)} style={{ alignSelf: "flex-start" }}>
          {words.editor.moreFields(fields.length - shown.length)}
        </Button>
      ) : null}
    </Stack>
  );
}

interface InputProps {
  readonly field: Field;
  readonly value: unknown;
  readonly names: readonly string[];
  readonly remark: Remark | undefined;
  readonly set: (value: unknown) => void;
}

/** A warning stands with the help of a field, apart from an error. */
function Described({ help, remark }: { readonly help: string; readonly remark: Remark | undefined }) {
  return (
    <>
      <Prose text={sentence(help)} />
      {remark && !remark.grave ? (
        <Text span inherit display="block" c="var(--mantine-color-yellow-light-color)">
          {remark.text}
        </Text>
      ) : null}
    </>
  );
}

function errorOf(remark: Remark | undefined): string | null {
  return remark?.grave ? remark.text : null;
}

function Input({ field, value, names, remark, set }: InputProps) {
  const error = errorOf(remark);
  const common = {
    size: "xs",
    label: field.title,
    description: field.help || remark ? <Described help={field.help} remark={remark} /> : undefined,
    required: field.required,
    error,
  } as const;
  const text = value === undefined || value === null ? "" : String(value);
  const ifAny = (entered: string) => set(entered === "" && !field.required ? undefined : entered);
  switch (field.kind) {
    case "long":
      return <TemplateText {...common} long value={text} names={names} set={ifAny} />;
    case "switch":
      return (
        <Switch
          size="xs"
          label={field.title}
          description={common.description}
          checked={Boolean(value ?? field.fallback)}
          onChange={(event) =>
            set(event.currentTarget.checked === field.fallback ? undefined : event.currentTarget.checked)
          }
        />
      );
    case "number":
      return <NumberInput {...common} value={text} onChange={(entered) => set(entered === "" ? undefined : entered)} />;
    case "choice":
      return (
        <Select
          {...common}
          data={[...field.choices]}
          value={(value ?? field.fallback ?? null) as string | null}
          onChange={(chosen) => set(chosen ?? undefined)}
        />
      );
    case "list":
      return (
        <TagsInput
          {...common}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={(entered) => set(entered.length > 0 ? entered : undefined)}
        />
      );
    case "json":
      return <Json {...common} example={field.example} value={value} set={set} />;
    default:
      return <TemplateText {...common} long={false} value={text} names={names} set={ifAny} />;
  }
}

interface JsonProps {
  readonly size: "xs";
  readonly label: string;
  readonly description: ReactNode;
  readonly required: boolean;
  readonly error: string | null;
  readonly example: unknown;
  readonly value: unknown;
  readonly set: (value: unknown) => void;
}

/** A value of any shape; it is taken as soon as it can be read. */
function Json({ value, set, error, example, ...common }: JsonProps) {
  const [typed, setTyped] = useState(value === undefined ? "" : JSON.stringify(value, null, 2));
  return (
    <JsonInput
      {...common}
      autosize
      minRows={2}
      maxRows={16}
      formatOnBlur
      placeholder={example === null ? "" : JSON.stringify(example)}
      {...(error ? { error } : {})}
      validationError={words.editor.notJson}
      value={typed}
      onChange={(entered) => {
        setTyped(entered);
        if (entered.trim() === "") set(undefined);
        else
          try {
            set(JSON.parse(entered));
          } catch {
            // it is still being typed; the field says so
          }
      }}
    />
  );
}
