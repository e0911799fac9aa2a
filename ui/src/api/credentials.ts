/** Credentials: their list without any secret, and what can be done with them. Values go in and never come out. */
import { queryOptions } from "@tanstack/react-query";
import { answered, api } from "./client";
import type { CredentialAnswer, CredentialRequest, OneTimeCodeAnswer } from "./schema";

export const credentialList = queryOptions({
  queryKey: ["credentials"],
  queryFn: (): Promise<CredentialAnswer[]> =>
    answered(api.GET("/v1/credentials", { params: { query: { page: 1, page_size: 100 } } })),
});

export function addCredential(body: CredentialRequest): Promise<CredentialAnswer> {
  return answered(api.POST("/v1/credentials", { body }));
}

export function deleteCredential(credentialId: string): Promise<unknown> {
  return answered(
    api.POST("/v1/credentials/{credential_id}/delete", { params: { path: { credential_id: credentialId } } }),
  );
}

/** The code that its authenticator shows now; asking is written into the audit log. */
export function codeOf(credentialId: string): Promise<OneTimeCodeAnswer> {
  return answered(
    api.POST("/v1/credentials/{credential_id}/code", { params: { path: { credential_id: credentialId } } }),
  );
}

/** Starts a run that signs in with a credential, and nothing else. */
export function tryCredential(credentialId: string, url: string): Promise<{ run_id: string }> {
  const body = { credential_type: "skyvern", credential_id: credentialId, url };
  return answered(api.POST("/v1/run/tasks/login", { body: body as never })) as Promise<{ run_id: string }>;
}
