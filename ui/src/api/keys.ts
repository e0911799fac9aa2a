/** API keys: who may use the server, and how far. A key's text is told once, when it is made. */
import { queryOptions } from "@tanstack/react-query";
import { answered, api } from "./client";
import type { KeyAnswer, NewKeyAnswer, Scope } from "./schema";

export const keyList = queryOptions({
  queryKey: ["keys"],
  queryFn: async (): Promise<KeyAnswer[]> => (await answered(api.GET("/v1/keys"))).keys,
});

export function makeKey(name: string, scope: Scope): Promise<NewKeyAnswer> {
  return answered(api.POST("/v1/keys", { body: { name, scope } }));
}

/** Makes another key like this one, which stays good until it is revoked. */
export function rotateKey(keyId: string): Promise<NewKeyAnswer> {
  return answered(api.POST("/v1/keys/{api_key_id}/rotate", { params: { path: { api_key_id: keyId } } }));
}

export function revokeKey(keyId: string): Promise<unknown> {
  return answered(api.DELETE("/v1/keys/{api_key_id}", { params: { path: { api_key_id: keyId } } }));
}
