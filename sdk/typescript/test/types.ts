/** What the compiler must accept and refuse; checked by `tsc`, never run. */

import type { RunStatus, Skyvern, SkyvernApi, SkyvernClient, Workflow, WorkflowRunResponse } from "@skyvern/client";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function isTrue<T extends true>(): T;

export async function accepted(client: SkyvernClient, waiting: Skyvern) {
  const run = await client.runWorkflow({ body: { workflow_id: "wpid_1" } });
  isTrue<Same<typeof run, WorkflowRunResponse>>();
  isTrue<Same<typeof run, SkyvernApi.WorkflowRunResponse>>();
  isTrue<Same<typeof run.status, RunStatus>>();
  isTrue<Same<typeof run.recording_url, string | null>>();
  await client.runWorkflow({ workflow_id: "wpid_1", parameters: { a: [1] }, title: null });
  await client.runWorkflow({ agent_id: "wpid_1", "x-max-steps-override": 5, template: true });
  await client.runWorkflow({ workflow_id: "w", proxy_location: { country: "US", city: "Dallas" } }, { maxRetries: 0 });
  const saved = await client.createWorkflow({ body: { json_definition: { title: "t" } }, folder_id: "fld_1" });
  isTrue<Same<typeof saved, Workflow>>();
  await client.createWorkflow({ yaml_definition: "title: t" });
  const all: Workflow[] = await client.getWorkflows({ page: 2, status: ["draft"] });
  const file = (await client.getRun("wr_1")).downloaded_files?.[0];
  isTrue<Same<typeof file, SkyvernApi.FileInfo | undefined>>();
  const folder = await client.createFolder({ title: "t" });
  isTrue<Same<typeof folder, SkyvernApi.Folder>>();
  const session = await client.createBrowserSession({ timeout: 60 });
  isTrue<Same<typeof session, SkyvernApi.BrowserSessionResponse>>();
  const profiles = await client.listBrowserProfiles();
  isTrue<Same<typeof profiles, SkyvernApi.BrowserProfile[]>>();
  await waiting.runTask({ prompt: "p", waitForCompletion: true, timeout: 60 });
  return all;
}

export async function refused(client: SkyvernClient) {
  // @ts-expect-error a workflow is needed
  await client.runWorkflow({ parameters: {} });
  // @ts-expect-error parameters are an object
  await client.runWorkflow({ workflow_id: "w", parameters: "a" });
  // @ts-expect-error a prompt is needed
  await client.runTask({ url: "https://example.com" });
  // @ts-expect-error there is no such field
  (await client.getRun("wr_1")).finished;
  // @ts-expect-error a plain client does not wait
  await client.runTask({ prompt: "p", waitForCompletion: true });
  // @ts-expect-error pages are numbers
  await client.getWorkflows({ page: "2" });
}
