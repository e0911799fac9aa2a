/** Schedules: when workflows start by themselves, and what came of it. */
import { queryOptions } from "@tanstack/react-query";
import { answered, api } from "./client";
import type { FireAnswer, OneSchedule, ScheduleListItem, ScheduleRequest } from "./schema";

export const scheduleList = queryOptions({
  queryKey: ["schedules"],
  queryFn: async (): Promise<ScheduleListItem[]> =>
    (await answered(api.GET("/v1/schedules", { params: { query: { page: 1, page_size: 100 } } }))).schedules,
  refetchInterval: 10_000,
});

interface Place {
  readonly workflow_id: string;
  readonly workflow_schedule_id: string;
}

function placeOfSchedule(one: ScheduleListItem): Place {
  return { workflow_id: one.workflow_permanent_id, workflow_schedule_id: one.workflow_schedule_id };
}

export interface ScheduleNews {
  readonly next: readonly string[];
  readonly fires: readonly FireAnswer[];
}

/** The next times of a schedule, and what came of the last ones. */
export function scheduleNews(one: ScheduleListItem) {
  const path = placeOfSchedule(one);
  return queryOptions({
    queryKey: ["schedules", one.workflow_schedule_id],
    queryFn: async (): Promise<ScheduleNews> => {
      const [told, fired] = await Promise.all([
        answered(api.GET("/v1/workflows/{workflow_id}/schedules/{workflow_schedule_id}", { params: { path } })),
        answered(api.GET("/v1/workflows/{workflow_id}/schedules/{workflow_schedule_id}/fires", { params: { path } })),
      ]);
      return { next: told.next_runs, fires: fired.fires };
    },
    refetchInterval: 10_000,
  });
}

export function makeSchedule(workflowId: string, body: ScheduleRequest): Promise<OneSchedule> {
  return answered(
    api.POST("/v1/workflows/{workflow_id}/schedules", { params: { path: { workflow_id: workflowId } }, body }),
  );
}

export function changeSchedule(one: ScheduleListItem, body: ScheduleRequest): Promise<OneSchedule> {
  const params = { path: placeOfSchedule(one) };
  return answered(api.PUT("/v1/workflows/{workflow_id}/schedules/{workflow_schedule_id}", { params, body }));
}

export function switchSchedule(one: ScheduleListItem, on: boolean): Promise<unknown> {
  const params = { path: placeOfSchedule(one) };
  return on
    ? answered(api.POST("/v1/workflows/{workflow_id}/schedules/{workflow_schedule_id}/enable", { params }))
    : answered(api.POST("/v1/workflows/{workflow_id}/schedules/{workflow_schedule_id}/disable", { params }));
}

export function deleteSchedule(one: ScheduleListItem): Promise<unknown> {
  const params = { path: placeOfSchedule(one) };
  return answered(api.DELETE("/v1/workflows/{workflow_id}/schedules/{workflow_schedule_id}", { params }));
}
