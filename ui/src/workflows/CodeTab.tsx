import { Button, Group, SegmentedControl, Stack, Textarea } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { saveAs } from "../runs/csv";
import { words } from "../words";
import type { WorkflowDoc } from "./document";
import { type Language, readDoc, textOf } from "./text";

interface Props {
  readonly doc: WorkflowDoc;
  readonly change: (doc: WorkflowDoc, about?: string) => void;
}

/** The same document as YAML or JSON. What is typed becomes the document as soon as it can be read. */
export function CodeTab({ doc, change }: Props) {
  const [language, setLanguage] = useState<Language>("yaml");
  const [typed, setTyped] = useState<{ readonly text: string; readonly of: WorkflowDoc } | null>(null);
  const text = typed && typed.of === doc ? typed.text : textOf(doc, language);
  const name = doc.title.replace(/\W+/g, "_").toLowerCase() || "workflow";
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <SegmentedControl
          size="xs"
          data={[
            { value: "yaml", label: words.editor.yaml },
            { value: "json", label: words.editor.json },
          ]}
          value={language}
          onChange={(value) => {
            setLanguage(value as Language);
            setTyped(null);
          }}
          aria-label={words.editor.language}
        />
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={14} />}
          onClick={() => saveAs(`${name}.${language}`, textOf(doc, language), "text/plain")}
        >
          {words.editor.export}
        </Button>
      </Group>
      <Textarea
        aria-label={words.editor.definitionAs(language.toUpperCase())}
        autosize
        minRows={20}
        maxRows={48}
        spellCheck={false}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 12 } }}
        value={text}
        error={readDoc(text, language).wrong}
        onChange={(event) => {
          const next = event.currentTarget.value;
          const read = readDoc(next, language).doc ?? doc;
          setTyped({ text: next, of: read });
          if (read !== doc) change(read, "code");
        }}
      />
    </Stack>
  );
}
