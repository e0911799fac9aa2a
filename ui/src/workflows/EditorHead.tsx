import { ActionIcon, Badge, Button, Group, TextInput, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp, IconDeviceFloppy, IconPlayerPlay, IconVideo } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { WorkflowAnswer } from "../api/schema";
import { words } from "../words";
import type { WorkflowDoc } from "./document";
import { type History, redone, undone } from "./history";

interface HeadProps {
  readonly saved: WorkflowAnswer | null;
  readonly history: History<WorkflowDoc>;
  readonly touched: boolean;
  readonly saving: boolean;
  readonly change: (doc: WorkflowDoc, about?: string) => void;
  readonly step: (to: (history: History<WorkflowDoc>) => History<WorkflowDoc>) => void;
  readonly save: () => void;
  readonly run: () => void;
  readonly record: () => void;
}

/** The title, and what can be done with the whole workflow. */
export function EditorHead({ saved, history, touched, saving, change, step, save, run, record }: HeadProps) {
  const doc = history.present;
  return (
    <Group justify="space-between" wrap="wrap">
      <Group gap="xs" flex={1} miw={260}>
        <TextInput
          flex={1}
          maw={420}
          aria-label={words.editor.title}
          value={doc.title}
          onChange={(event) => change({ ...doc, title: event.currentTarget.value }, "title")}
        />
        {saved ? (
          <Badge variant="default" tt="none">
            {words.editor.versionSo(saved.version)}
          </Badge>
        ) : null}
      </Group>
      <Group gap="xs">
        <Step
          label={words.editor.undo}
          icon={<IconArrowBackUp size={16} />}
          off={history.past.length === 0}
          go={() => step(undone)}
        />
        <Step
          label={words.editor.redo}
          icon={<IconArrowForwardUp size={16} />}
          off={history.future.length === 0}
          go={() => step(redone)}
        />
        <Button size="xs" variant="subtle" leftSection={<IconVideo size={14} />} onClick={record}>
          {words.editor.record}
        </Button>
        {saved ? (
          <Button
            size="xs"
            variant="subtle"
            component={Link}
            to="/runs"
            search={{ workflow: saved.workflow_permanent_id } as never}
          >
            {words.common.runs}
          </Button>
        ) : null}
        <Button
          size="xs"
          variant={touched ? "filled" : "default"}
          leftSection={<IconDeviceFloppy size={14} />}
          disabled={!touched}
          loading={saving}
          onClick={save}
        >
          {saved ? words.editor.saveNext : words.common.save}
        </Button>
        <Tooltip label={words.editor.saveFirst} disabled={!touched}>
          <Button
            size="xs"
            leftSection={<IconPlayerPlay size={14} />}
            data-disabled={touched}
            aria-disabled={touched}
            onClick={() => (touched ? undefined : run())}
          >
            {words.common.run}
          </Button>
        </Tooltip>
      </Group>
    </Group>
  );
}

interface StepProps {
  readonly label: string;
  readonly icon: React.ReactNode;
  readonly off: boolean;
  readonly go: () => void;
}

function Step({ label, icon, off, go }: StepProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size={30} aria-label={label} disabled={off} onClick={go}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
