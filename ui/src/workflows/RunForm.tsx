import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type RunOptions as Options, runWorkflow } from "../api/workflows";
import { words } from "../words";
import { Answers, type Given } from "./Answers";
import type { WorkflowDoc } from "./document";
import { askedOf, shownAs, valuesOf } from "./parameters";
import { RunOptions } from "./RunOptions";

interface Props {
  readonly workflowId: string;
  readonly doc: WorkflowDoc;
  /** What the values are to begin with, where they differ from the defaults. */
  readonly values?: Given;
  readonly opened: boolean;
  readonly close: () => void;
}

/** Asks for the parameters and starts a run. */
export function RunForm({ workflowId, doc, values: begun, opened, close }: Props) {
  const asked = askedOf(doc);
  const [answers, setAnswers] = useState<Given>(() => shownAs(asked, begun ?? {}));
  const [options, setOptions] = useState<Options>({});
  const [tried, setTried] = useState(false);
  const navigate = useNavigate();
  const { values, wrong } = valuesOf(asked, answers);
  const starting = useMutation({
    mutationFn: () => runWorkflow(workflowId, values, options),
    onSuccess: (run) => void navigate({ to: "/runs/$runId", params: { runId: run.run_id } }),
  });
  return (
    <Modal opened={opened} onClose={close} title={words.runForm.runOf(doc.title)} transitionProps={{ duration: 0 }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (Object.keys(wrong).length === 0) starting.mutate();
        }}
      >
        <Stack gap="sm">
          <Answers asked={asked} given={answers} wrong={tried ? wrong : {}} set={setAnswers} />
          <RunOptions workflowId={workflowId} options={options} set={setOptions} />
          {starting.error ? (
            <Alert color="red" role="alert">
              {starting.error.message}
            </Alert>
          ) : null}
          <Group justify="flex-end">
            <Button type="submit" size="sm" loading={starting.isPending}>
              {words.runForm.startTheRun}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
