/** Errors and records under one roof, for programs that write `SkyvernApi.NotFoundError` or `SkyvernApi.Workflow`. */

export * from "./errors.js";
export type * from "./types.js";
