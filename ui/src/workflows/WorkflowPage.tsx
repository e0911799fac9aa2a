import { Center, Loader, SegmentedControl, Stack } from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useMemo, useState } from "react";
import type { BlockTypeAnswer, WorkflowAnswer } from "../api/schema";
import { blockTypes, oneWorkflow, saveWorkflow } from "../api/workflows";
import { TroublePage } from "../parts/Notice";
import { words } from "../words";
import { blockAt, type Defaults, editable, NEW_WORKFLOW, type Path, type WorkflowDoc } from "./document";
import { EditorHead } from "./EditorHead";
import { propertiesOf } from "./fields";
import { begun, changed, type History, redone, undone } from "./history";
import { handOver, UNSAVED, useKept } from "./kept";
import { type OutlineProps, OutlineTab } from "./OutlineTab";
import { readPlace, TABS } from "./place";
import { RunForm } from "./RunForm";
import { withShown } from "./shown";
import { useVerdict, Verdict } from "./Verdict";

const CodeTab = lazy(async () => ({ default: (await import("./CodeTab")).CodeTab }));
const Bench = lazy(async () => ({ default: (await import("./Bench")).Bench }));
const Record = lazy(async () => ({ default: (await import("./Record")).Record }));
const VersionsTab = lazy(async () => ({ default: (await import("./VersionsTab")).VersionsTab }));

/** A saved workflow to look at, change and run. */
export function WorkflowPage() {
  const { workflowId } = useParams({ from: "/workflows/$workflowId" });
  const found = useQuery(oneWorkflow(workflowId));
  const types = useQuery(blockTypes);
  const trouble = found.error ?? types.error;
  if (trouble)
    return (
      <TroublePage
        of={words.common.workflow}
        error={trouble}
        again={() => void Promise.all([found.refetch(), types.refetch()])}
      />
    );
  if (!found.data || !types.data) return <Waiting />;
  return <Editor key={found.data.workflow_id} saved={found.data} types={types.data} />;
}

/** A workflow that is not saved yet. */
export function NewWorkflowPage() {
  const types = useQuery(blockTypes);
  if (types.error)
    return <TroublePage of={words.common.workflow} error={types.error} again={() => void types.refetch()} />;
  return types.data ? <Editor saved={null} types={types.data} /> : <Waiting />;
}

function Waiting() {
  return (
    <Center py={96}>
      <Loader role="status" size="sm" aria-label={words.editor.loading} />
    </Center>
  );
}

function defaultsOf(types: readonly BlockTypeAnswer[]): Defaults {
  return new Map(
    types.map((type) => {
      const { properties } = propertiesOf(type.json_schema);
      return [type.block_type, Object.fromEntries(Object.entries(properties).map(([name, p]) => [name, p.default]))];
    }),
  );
}

interface EditorProps {
  readonly saved: WorkflowAnswer | null;
  readonly types: readonly BlockTypeAnswer[];
}

function Editor({ saved, types }: EditorProps) {
  const defaults = useMemo(() => defaultsOf(types), [types]);
  const [start] = useState(() => (saved ? editable(saved, defaults) : NEW_WORKFLOW));
  const [history, setHistory] = useState<History<WorkflowDoc>>(() => begun(start));
  const { tab, chosen, show } = usePlace();
  const [running, run] = useDisclosure(false);
  const [recording, record] = useDisclosure(false);
  const [tried, tryAt] = useState<Path | null>(null);
  const kept = useKept(saved?.workflow_permanent_id ?? UNSAVED);
  const doc = history.present;
  const change = (next: WorkflowDoc, about?: string) => setHistory((now) => changed(now, next, about ?? null));
  const told = useVerdict(doc);
  const saving = useSave(saved, doc);
  const touched = saved === null || doc !== start;
  useHotkeys([
    ["mod+Z", () => setHistory(undone)],
    ["mod+shift+Z", () => setHistory(redone)],
    ["mod+S", () => (touched && !saving.isPending ? saving.mutate() : undefined)],
  ]);
  return (
    <Stack gap="sm">
      <EditorHead
        saved={saved}
        history={history}
        touched={touched}
        saving={saving.isPending}
        change={change}
        step={(to) => setHistory(to)}
        save={() => saving.mutate()}
        run={run.open}
        record={record.open}
      />
      <Verdict told={told} />
      <SegmentedControl
        size="xs"
        style={{ alignSelf: "flex-start" }}
        data={TABS.filter((one) => saved !== null || one !== "versions").map((value) => ({
          value,
          label: words.editor[value],
        }))}
        value={tab}
        onChange={(value) => show({ tab: value })}
        aria-label={words.editor.view}
      />
      <Panel
        tab={tab}
        workflowId={saved?.workflow_permanent_id ?? null}
        defaults={defaults}
        doc={doc}
        types={types}
        told={told}
        chosen={chosen}
        choose={(path) => show({ at: path ? path.join(".") : "none" })}
        change={change}
        tries={touched ? null : tryAt}
      />
      <Suspense fallback={null}>
        {recording ? (
          <Record
            kept={kept}
            opened={recording}
            close={record.close}
            take={(shown) =>
              change(withShown(doc, chosen && blockAt(doc, chosen) ? [(chosen[0] ?? 0) + 1] : [], shown))
            }
          />
        ) : null}
        {saved && tried ? (
          <Bench workflowId={saved.workflow_permanent_id} doc={doc} at={tried} kept={kept} close={() => tryAt(null)} />
        ) : null}
      </Suspense>
      {saved ? <RunForm workflowId={saved.workflow_permanent_id} doc={doc} opened={running} close={run.close} /> : null}
    </Stack>
  );
}

interface PanelProps extends Omit<OutlineProps, "drawn"> {
  readonly tab: string;
  readonly workflowId: string | null;
  readonly defaults: Defaults;
}

/** The view that is open; those of text come when they are. */
function Panel({ tab, workflowId, defaults, ...props }: PanelProps) {
  const { doc, change } = props;
  if (tab === "code") {
    return (
      <Suspense fallback={<Waiting />}>
        <CodeTab doc={doc} change={change} />
      </Suspense>
    );
  }
  if (tab === "versions" && workflowId) {
    return (
      <Suspense fallback={<Waiting />}>
        <VersionsTab workflowId={workflowId} doc={doc} defaults={defaults} restore={change} />
      </Suspense>
    );
  }
  return <OutlineTab {...props} drawn={tab === "canvas"} />;
}

/** Which view is open and which block is chosen; it lives in the URL. */
function usePlace() {
  const search = readPlace(useSearch({ strict: false }));
  const navigate = useNavigate();
  const chosen = search.at === "none" ? null : (search.at ?? "0").split(".").map(Number);
  const show = (change: { tab?: string; at?: string }) =>
    void navigate({ to: ".", search: { ...search, ...change } as never, replace: true, resetScroll: false });
  return { tab: search.tab ?? "outline", chosen, show };
}

function useSave(saved: WorkflowAnswer | null, doc: WorkflowDoc) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => saveWorkflow(saved?.workflow_permanent_id ?? null, doc),
    onSuccess: async (workflow) => {
      queries.setQueryData(oneWorkflow(workflow.workflow_permanent_id).queryKey, workflow);
      await queries.invalidateQueries({ queryKey: ["workflows"] });
      notifications.show({ message: words.editor.savedAs(workflow.version) });
      if (saved === null) {
        const workflowId = workflow.workflow_permanent_id;
        handOver(UNSAVED, workflowId);
        await navigate({ to: "/workflows/$workflowId", params: { workflowId }, search: true });
      }
    },
    onError: (error) =>
      notifications.show({ color: "red", title: words.common.notSaved, message: error.message, autoClose: false }),
  });
}
