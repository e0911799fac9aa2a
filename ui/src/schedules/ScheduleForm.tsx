import { Button, Group, NumberInput, SegmentedControl, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { changeSchedule, makeSchedule, scheduleList } from "../api/schedules";
import type { ScheduleListItem } from "../api/schema";
import { oneWorkflow, workflowList } from "../api/workflows";
import { Trouble } from "../parts/Notice";
import { useDeed } from "../parts/useDeed";
import { words } from "../words";
import { Answers, type Given } from "../workflows/Answers";
import type { WorkflowDoc } from "../workflows/document";
import { askedOf, valuesOf } from "../workflows/parameters";
import { cronWords, freshPlan, type How, MISSED, OVERLAPS, type Plan, planOf, requestOf } from "./plan";

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

interface PlanProps {
  readonly plan: Plan;
  readonly put: (change: Partial<Plan>) => void;
}

interface Props {
  /** The schedule to change, null to make one. */
  readonly kept: ScheduleListItem | null;
  readonly done: (scheduleId: string) => void;
}

/** Asks what starts, when, and with which values. */
export function ScheduleForm({ kept, done }: Props) {
  const [workflowId, setWorkflowId] = useState(kept?.workflow_permanent_id ?? "");
  const [plan, setPlan] = useState<Plan>(() => (kept ? planOf(kept) : freshPlan(HERE)));
  const [given, setGiven] = useState<Given>(kept?.parameters ?? {});
  const [tried, setTried] = useState(false);
  const workflows = useQuery(workflowList());
  const chosen = useQuery({ ...oneWorkflow(workflowId), enabled: workflowId !== "" });
  const asked = chosen.data ? askedOf(chosen.data as unknown as WorkflowDoc) : [];
  const { values, wrong } = valuesOf(asked, given);
  const put = (change: Partial<Plan>) => setPlan({ ...plan, ...change });
  const saving = useDeed({
    run: () => {
      const body = requestOf(plan, values);
      return kept ? changeSchedule(kept, body) : makeSchedule(workflowId, body);
    },
    touches: [scheduleList.queryKey],
    done: (made) => done(made.schedule.workflow_schedule_id),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (Object.keys(wrong).length === 0) saving.mutate();
      }}
    >
      <Stack gap="sm">
        <Select
          label={words.common.workflow}
          required
          searchable
          disabled={kept !== null}
          data={(workflows.data ?? []).map((one) => ({ value: one.workflow_permanent_id, label: one.title }))}
          value={workflowId || null}
          onChange={(chosen) => setWorkflowId(chosen ?? "")}
        />
        <When plan={plan} put={put} />
        <TextInput
          label={words.common.name}
          value={plan.name}
          onChange={(event) => put({ name: event.currentTarget.value })}
          placeholder={words.schedules.exampleName}
        />
        <Policies plan={plan} put={put} />
        {chosen.data ? <Answers asked={asked} given={given} wrong={tried ? wrong : {}} set={setGiven} /> : null}
        {saving.error ? <Trouble error={saving.error} /> : null}
        <Group justify="flex-end">
          <Button type="submit" loading={saving.isPending} disabled={!chosen.data}>
            {kept ? words.common.save : words.schedules.make}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Policies({ plan, put }: PlanProps) {
  return (
    <>
      <Select
        label={words.schedules.overlap}
        data={[...OVERLAPS]}
        allowDeselect={false}
        value={plan.overlap}
        onChange={(overlap) => put({ overlap: overlap ?? plan.overlap })}
      />
      <Select
        label={words.schedules.missed}
        data={[...MISSED]}
        allowDeselect={false}
        value={plan.missed}
        onChange={(missed) => put({ missed: missed ?? plan.missed })}
      />
    </>
  );
}

function When({ plan, put }: PlanProps) {
  const said = cronWords(plan.cron);
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={words.schedules.howOften}
        data={[
          { value: "cron", label: words.schedules.fixed },
          { value: "interval", label: words.schedules.often },
          { value: "once", label: words.schedules.once },
        ]}
        value={plan.how}
        onChange={(how) => put({ how: how as How })}
      />
      {plan.how === "cron" ? (
        <>
          <TextInput
            label={words.schedules.cronExpression}
            required
            value={plan.cron}
            onChange={(event) => put({ cron: event.currentTarget.value })}
            error={said === null ? words.schedules.badCron : null}
          />
          <Text size="sm" role="status">
            {said}
          </Text>
        </>
      ) : null}
      {plan.how === "interval" ? (
        <NumberInput
          label={words.schedules.minutes}
          min={5}
          required
          value={plan.minutes}
          onChange={(value) => put({ minutes: Number(value) })}
        />
      ) : null}
      {plan.how === "once" ? (
        <TextInput
          type="datetime-local"
          label={words.common.when}
          required
          value={plan.once}
          onChange={(event) => put({ once: event.currentTarget.value })}
        />
      ) : null}
      {plan.how === "cron" ? (
        <Select
          label={words.schedules.timeZone}
          searchable
          data={[...new Set([plan.zone, HERE, "UTC", ...Intl.supportedValuesOf("timeZone")])]}
          value={plan.zone}
          onChange={(zone) => put({ zone: zone ?? plan.zone })}
          limit={50}
        />
      ) : null}
    </>
  );
}
