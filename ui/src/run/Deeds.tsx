import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlayerStop, IconRefresh } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { answerRun, cancelRun, type RetryFrom, retryRun } from "../api/runs";
import type { RunDetailAnswer } from "../api/schema";
import { useDeed } from "../parts/useDeed";
import { words } from "../words";
import type { WorkflowDoc } from "../workflows/document";
import { RunForm } from "../workflows/RunForm";

/** A run that is paused goes on, or ends, as a person says. */
export function AnswerButtons({ runId }: { readonly runId: string }) {
  const touches = [["run", runId]];
  const approving = useDeed({ run: () => answerRun(runId, true), touches, refused: words.run.notContinued });
  const rejecting = useDeed({ run: () => answerRun(runId, false), touches, refused: words.run.notRejected });
  return (
    <>
      <Button size="xs" loading={approving.isPending} onClick={() => approving.mutate()}>
        {words.run.continue}
      </Button>
      <Button size="xs" variant="default" loading={rejecting.isPending} onClick={() => rejecting.mutate()}>
        {words.run.reject}
      </Button>
    </>
  );
}

export function CancelButton({ runId }: { readonly runId: string }) {
  const cancelling = useDeed({
    run: () => cancelRun(runId),
    touches: [["run", runId]],
    refused: words.common.notCancelled,
  });
  return (
    <Button
      size="xs"
      variant="light"
      color="red"
      leftSection={<IconPlayerStop size={14} />}
      loading={cancelling.isPending}
      onClick={() => cancelling.mutate()}
    >
      {words.common.cancel}
    </Button>
  );
}

function useRetry(runId: string) {
  const navigate = useNavigate();
  return useDeed({
    run: (from: RetryFrom) => retryRun(runId, from),
    touches: [["run", runId]],
    refused: words.run.notStarted,
    done: (made) => void navigate({ to: "/runs/$runId", params: { runId: String(made.run_id) } }),
  });
}

/** Starts a run that begins at this block, with what this run had done before it. */
export function FromHereButton({ runId, block }: { readonly runId: string; readonly block: string }) {
  const starting = useRetry(runId);
  return (
    <Button
      size="compact-xs"
      variant="light"
      style={{ alignSelf: "flex-start" }}
      loading={starting.isPending}
      onClick={() => starting.mutate({ block })}
    >
      {words.run.fromHere}
    </Button>
  );
}

/** Starts the same once more, or the same workflow with other values. */
export function AgainButtons({ run }: { readonly run: RunDetailAnswer }) {
  const [changing, change] = useDisclosure(false);
  const starting = useRetry(run.run_id);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconRefresh size={14} />}
        loading={starting.isPending}
        onClick={() => starting.mutate("start")}
      >
        {words.run.runAgain}
      </Button>
      {run.status === "failed" || run.status === "timed_out" ? (
        <Button size="xs" variant="subtle" loading={starting.isPending} onClick={() => starting.mutate("failed")}>
          {words.run.fromFailed}
        </Button>
      ) : null}
      {run.workflow ? (
        <>
          <Button size="xs" variant="subtle" onClick={change.open}>
            {words.run.withChanges}
          </Button>
          <RunForm
            workflowId={String(run.workflow_permanent_id)}
            doc={run.workflow as unknown as WorkflowDoc}
            values={run.parameters ?? {}}
            opened={changing}
            close={change.close}
          />
        </>
      ) : null}
    </>
  );
}
