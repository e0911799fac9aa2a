/** Browser sessions: kept browsers that people and runs share. */
import { queryOptions } from "@tanstack/react-query";
import { answered, api } from "./client";
import type { DemonstrationAnswer, SessionAnswer } from "./schema";

export const sessionList = queryOptions({
  queryKey: ["browser sessions"],
  queryFn: (): Promise<SessionAnswer[]> => answered(api.GET("/v1/browser_sessions")) as Promise<SessionAnswer[]>,
  refetchInterval: 5000,
});

export function oneSession(sessionId: string) {
  return queryOptions({
    queryKey: ["browser session", sessionId],
    queryFn: (): Promise<SessionAnswer> =>
      answered(
        api.GET("/v1/browser_sessions/{browser_session_id}", { params: { path: { browser_session_id: sessionId } } }),
      ),
    refetchInterval: 5000,
  });
}

export function openSession(url: string, minutes: number): Promise<SessionAnswer> {
  const body = { timeout: minutes, ...(url ? { url } : {}) };
  return answered(api.POST("/v1/browser_sessions", { body: body as never }));
}

export function extendSession(sessionId: string, minutes: number): Promise<unknown> {
  return answered(
    api.POST("/v1/browser_sessions/{browser_session_id}/extend", {
      params: { path: { browser_session_id: sessionId } },
      body: { additional_minutes: minutes },
    }),
  );
}

export function closeSession(sessionId: string): Promise<unknown> {
  return answered(
    api.POST("/v1/browser_sessions/{browser_session_id}/close", {
      params: { path: { browser_session_id: sessionId } },
    }),
  );
}

const pathOf = (sessionId: string) => ({ params: { path: { browser_session_id: sessionId } } });

/** What is done in the browser is noted from now on. */
export function beginDemonstration(sessionId: string): Promise<DemonstrationAnswer> {
  return answered(api.POST("/v1/browser_sessions/{browser_session_id}/demonstration", pathOf(sessionId)));
}

export function demonstration(sessionId: string) {
  return queryOptions({
    queryKey: ["demonstration", sessionId],
    queryFn: (): Promise<DemonstrationAnswer> =>
      answered(api.GET("/v1/browser_sessions/{browser_session_id}/demonstration", pathOf(sessionId))),
    refetchInterval: 1000,
  });
}

export function finishDemonstration(sessionId: string): Promise<DemonstrationAnswer> {
  return answered(api.POST("/v1/browser_sessions/{browser_session_id}/demonstration/finish", pathOf(sessionId)));
}
