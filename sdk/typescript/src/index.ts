/** `@skyvern/client`: talk to a Skyvern server. */

export * as SkyvernApi from "./api.js";
export { Skyvern, SkyvernClient, type Waiting } from "./client.js";
export { SkyvernEnvironment } from "./environment.js";
export * from "./errors.js";
export type { components, operations, paths } from "./generated/openapi.js";
export type * from "./types.js";
export type { Uploadable } from "./uploads.js";
export type { UploadFileRequest } from "./verbs/files.js";
export { hasEnded, type WaitOptions } from "./waiting.js";
export { SIGNATURE_HEADER, verifyWebhook } from "./webhooks.js";
export type { Call, ClientOptions, RequestOptions } from "./wire.js";
