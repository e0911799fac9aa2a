import {
  ActionIcon,
  Badge,
  Button,
  Center,
  Group,
  Loader,
  SegmentedControl,
  Stack,
  TextInput,
  Tooltip,
} from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconArrowBackUp, IconArrowForwardUp, IconDeviceFloppy, IconPlayerPlay } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import type { BlockTypeAnswer, WorkflowAnswer } from "../api/schema";
import { blockTypes, oneWorkflow, saveWorkflow } from "../api/workflows";
import { Trouble } from "../parts/Notice";
import { CodeTab } from "./CodeTab";
import { type Defaults, editable, NEW_WORKFLOW, type Values, type WorkflowDoc } from "./document";
import { begun, changed, type History, redone, undone } from "./history";
import { OutlineTab } from "./OutlineTab";
import { RunForm } from "./RunForm";
import { Verdict } from "./Verdict";

/** A saved workflow to look at, change and run. */
export function WorkflowPage() {
  const { workflowId } = useParams({ from: "/workflows/$workflowId" });
  const found = useQuery(oneWorkflow(workflowId));
  const types = useQuery(blockTypes);
  const trouble = found.error ?? types.error;
  if (trouble) return <Trouble error={trouble} again={() => void Promise.all([found.refetch(), types.refetch()])} />;
  if (!found.data || !types.data) return <Waiting />;
  return <Editor key={found.data.workflow_id} saved={found.data} types={types.data} />;
}

/** A workflow that is not saved yet. */
export function NewWorkflowPage() {
  const types = useQuery(blockTypes);
  if (types.error) return <Trouble error={types.error} again={() => void types.refetch()} />;
  return types.data ? <Editor saved={null} types={types.data} /> : <Waiting />;
}

function Waiting() {
  return (
    <Center py={96}>
      <Loader size="sm" aria-label="Loading the workflow" />
    </Center>
  );
}

function defaultsOf(types: readonly BlockTypeAnswer[]): Defaults {
  return new Map(
    types.map((type) => {
      const properties = (type.json_schema as { properties?: Record<string, Values> }).properties ?? {};
      return [type.block_type, Object.fromEntries(Object.entries(properties).map(([name, p]) => [name, p.default]))];
    }),
  );
}

interface EditorProps {
  readonly saved: WorkflowAnswer | null;
  readonly types: readonly BlockTypeAnswer[];
}

function Editor({ saved, types }: EditorProps) {
  const start = useMemo(() => (saved ? editable(saved, defaultsOf(types)) : NEW_WORKFLOW), [saved, types]);
  const [history, setHistory] = useState<History<WorkflowDoc>>(() => begun(start));
  const [tab, setTab] = useState("outline");
  const [running, run] = useDisclosure(false);
  const doc = history.present;
  const change = (next: WorkflowDoc, about?: string) => setHistory((now) => changed(now, next, about ?? null));
  const saving = useSave(saved, doc);
  const touched = saved === null || doc !== start;
  useHotkeys([
    ["mod+Z", () => setHistory(undone)],
    ["mod+shift+Z", () => setHistory(redone)],
    ["mod+S", () => saving.mutate()],
  ]);
  return (
    <Stack gap="sm">
      <Group justify="space-between" wrap="wrap">
        <Group gap="xs" flex={1} miw={260}>
          <TextInput
            flex={1}
            maw={420}
            aria-label="Title"
            value={doc.title}
            onChange={(event) => change({ ...doc, title: event.currentTarget.value }, "title")}
          />
          {saved ? <Badge variant="default">version {saved.version}</Badge> : null}
        </Group>
        <Group gap="xs">
          <Step
            label="Undo"
            icon={<IconArrowBackUp size={16} />}
            off={history.past.length === 0}
            go={() => setHistory(undone)}
          />
          <Step
            label="Redo"
            icon={<IconArrowForwardUp size={16} />}
            off={history.future.length === 0}
            go={() => setHistory(redone)}
          />
          {saved ? (
            <Button
              size="xs"
              variant="subtle"
              component={Link}
              to="/runs"
              search={{ workflow: saved.workflow_permanent_id } as never}
            >
              Runs
            </Button>
          ) : null}
          <Button
            size="xs"
            variant={touched ? "filled" : "default"}
            leftSection={<IconDeviceFloppy size={14} />}
            disabled={!touched}
            loading={saving.isPending}
            onClick={() => saving.mutate()}
          >
            {saved ? "Save next version" : "Save"}
          </Button>
          <Tooltip label="Save first: what runs is the saved version." disabled={!touched}>
            <Button
              size="xs"
              leftSection={<IconPlayerPlay size={14} />}
              data-disabled={touched}
              onClick={() => (touched ? undefined : run.open())}
            >
              Run
            </Button>
          </Tooltip>
        </Group>
      </Group>
      <Verdict doc={doc} />
      <SegmentedControl
        size="xs"
        w={200}
        data={[
          { value: "outline", label: "Outline" },
          { value: "code", label: "Code" },
        ]}
        value={tab}
        onChange={setTab}
      />
      {tab === "outline" ? (
        <OutlineTab doc={doc} types={types} change={change} />
      ) : (
        <CodeTab doc={doc} change={change} />
      )}
      {saved ? <RunForm workflowId={saved.workflow_permanent_id} doc={doc} opened={running} close={run.close} /> : null}
    </Stack>
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

function useSave(saved: WorkflowAnswer | null, doc: WorkflowDoc) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => saveWorkflow(saved?.workflow_permanent_id ?? null, doc),
    onSuccess: async (workflow) => {
      queries.setQueryData(oneWorkflow(workflow.workflow_permanent_id).queryKey, workflow);
      await queries.invalidateQueries({ queryKey: ["workflows"] });
      notifications.show({ message: `Saved as version ${workflow.version}.` });
      if (saved === null) {
        await navigate({ to: "/workflows/$workflowId", params: { workflowId: workflow.workflow_permanent_id } });
      }
    },
    onError: (error) =>
      notifications.show({ color: "red", title: "Not saved", message: error.message, autoClose: false }),
  });
}
