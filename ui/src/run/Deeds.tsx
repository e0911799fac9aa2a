import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlayerStop, IconRefresh } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { answerRun, cancelRun, retryRun } from "../api/runs";
import type { RunDetailAnswer } from "../api/schema";
import { useDeed } from "../parts/useDeed";
import type { WorkflowDoc } from "../workflows/document";
import { RunForm } from "../workflows/RunForm";

/** A run that is paused goes on, or ends, as a person says. */
export function AnswerButtons({ runId }: { readonly runId: string }) {
  const touches = [["run", runId]];
  const approving = useDeed({ run: () => answerRun(runId, true), touches, refused: "Not continued" });
  const rejecting = useDeed({ run: () => answerRun(runId, false), touches, refused: "Not rejected" });
  return (
    <>
      <Button size="xs" loading={approving.isPending} onClick={() => approving.mutate()}>
        Continue
      </Button>
      <Button size="xs" variant="default" loading={rejecting.isPending} onClick={() => rejecting.mutate()}>
        Reject
      </Button>
    </>
  );
}

export function CancelButton({ runId }: { readonly runId: string }) {
  const cancelling = useDeed({ run: () => cancelRun(runId), touches: [["run", runId]], refused: "Not cancelled" });
  return (
    <Button
      size="xs"
      variant="light"
      color="red"
      leftSection={<IconPlayerStop size={14} />}
      loading={cancelling.isPending}
      onClick={() => cancelling.mutate()}
    >
      Cancel
    </Button>
  );
}

/** Starts the same once more, or the same workflow with other values. */
export function AgainButtons({ run }: { readonly run: RunDetailAnswer }) {
  const navigate = useNavigate();
  const [changing, change] = useDisclosure(false);
  const starting = useDeed({
    run: (fromFailedBlock: boolean) => retryRun(run.run_id, fromFailedBlock),
    touches: [["run", run.run_id]],
    refused: "Not started",
    done: (made) => void navigate({ to: "/runs/$runId", params: { runId: String(made.run_id) } }),
  });
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconRefresh size={14} />}
        loading={starting.isPending}
        onClick={() => starting.mutate(false)}
      >
        Run again
      </Button>
      {run.status === "failed" || run.status === "timed_out" ? (
        <Button size="xs" variant="subtle" loading={starting.isPending} onClick={() => starting.mutate(true)}>
          From the failed block
        </Button>
      ) : null}
      {run.workflow ? (
        <>
          <Button size="xs" variant="subtle" onClick={change.open}>
            With changes
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
