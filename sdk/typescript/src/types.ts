/** The records of requests and answers under their published names; their fields come from the server's description. */

import type { Body, Flat, Schema } from "./routes.js";

export type WorkflowRunResponse = Schema<"RunAnswer">;
export type TaskRunResponse = Schema<"RunAnswer">;
export type GetRunResponse = Schema<"RunAnswer">;
export type RunStatus = Schema<"RunStatus">;
export type RunEngine = Schema<"RunEngine">;
export type RunError = Schema<"RunError">;
export type FileInfo = Schema<"FileInfo">;
export type TaskRunListItem = Schema<"RunListItem">;
export type BulkCancelRunsResponse = Schema<"BulkCancelAnswer">;
export type Artifact = Schema<"ArtifactAnswer">;
export type WorkflowRunTimeline = Schema<"TimelineItem">;
export type RunWebhookReplayResponse = Schema<"WebhookReplayAnswer">;
export type Workflow = Schema<"WorkflowAnswer">;
export type WorkflowStatus = Schema<"WorkflowStatus">;
export type WorkflowRun = Schema<"WorkflowRunItem">;
export type CredentialResponse = Schema<"CredentialAnswer">;
export type UploadFileResponse = Schema<"UploadAnswer">;
export type Folder = Schema<"FolderAnswer">;
export type BrowserSessionResponse = Schema<"SessionAnswer">;
export type BrowserProfile = Schema<"ProfileAnswer">;
export type Script = Schema<"ScriptAnswer">;
export type TagKey = Schema<"TagKeyAnswer">;
export type TagValue = Schema<"TagValueAnswer">;
export type RunTagsResponse = Schema<"RunTagsAnswer">;

/** Headers of the published calls that are given among the fields of a request. */
export interface CallHeaders {
  "x-user-agent"?: string | null;
  "x-max-steps-override"?: number | null;
}

type RunFields = Omit<Body<"/v1/run/workflows", "post">, "workflow_id">;
type OfWorkflow = { workflow_id: string } | { agent_id: string };

/** What to run: `workflow_id` (newer programs write `agent_id`), `parameters`, and what this run does differently. */
export type RunWorkflowRequest = Flat<RunFields & OfWorkflow> & CallHeaders & { template?: boolean | null };
export type RunTaskRequest = Flat<Body<"/v1/run/tasks", "post">> & Pick<CallHeaders, "x-user-agent">;
export type LoginRequest = Flat<Body<"/v1/run/tasks/login", "post">> & Pick<CallHeaders, "x-user-agent">;
export type DownloadFilesRequest = Flat<Body<"/v1/run/tasks/download_files", "post">> &
  Pick<CallHeaders, "x-user-agent">;
