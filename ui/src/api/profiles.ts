/** Profiles: saved states of browsers. */
import { queryOptions } from "@tanstack/react-query";
import { answered, api } from "./client";
import type { ProfileAnswer } from "./schema";

export const profileList = queryOptions({
  queryKey: ["profiles"],
  queryFn: (): Promise<ProfileAnswer[]> => answered(api.GET("/v1/browser_profiles")) as Promise<ProfileAnswer[]>,
});

/** Makes a profile, from a session's state where one is named. */
export function makeProfile(name: string, sessionId: string | null): Promise<ProfileAnswer> {
  const body = { name, ...(sessionId ? { browser_session_id: sessionId } : {}) };
  return answered(api.POST("/v1/browser_profiles", { body: body as never }));
}

export function renameProfile(profileId: string, name: string): Promise<unknown> {
  const params = { path: { profile_id: profileId } };
  return answered(api.PATCH("/v1/browser_profiles/{profile_id}", { params, body: { name } as never }));
}

export function deleteProfile(profileId: string): Promise<unknown> {
  return answered(api.DELETE("/v1/browser_profiles/{profile_id}", { params: { path: { profile_id: profileId } } }));
}
