/** Files of all runs, and those that were uploaded. */
import { queryOptions } from "@tanstack/react-query";
import { answered, api, OWN_PAGE, placeOf, refusedWith } from "./client";
import type { ArtifactAnswer } from "./schema";

export type FileKind = "downloaded" | "uploaded" | "recording";
export const FILES_A_PAGE = 50;

export function fileList(kind: FileKind | null, search: string, page: number) {
  return queryOptions({
    queryKey: ["files", kind, search, page],
    queryFn: (): Promise<ArtifactAnswer[]> =>
      answered(
        api.GET("/v1/files", {
          params: {
            query: { page, page_size: FILES_A_PAGE, ...(kind ? { kind: [kind] } : {}), ...(search ? { search } : {}) },
          },
        }),
      ),
  });
}

/** Returns the id that a file_url parameter takes. */
export async function uploadFile(file: File): Promise<string> {
  const form = new FormData();
  form.set("file", file);
  const answer = await fetch(placeOf("v1/upload_file"), { method: "POST", headers: OWN_PAGE, body: form });
  const body = (await answer.json()) as { file_id?: string };
  if (!answer.ok) throw refusedWith(answer.status, body);
  return String(body.file_id);
}

export function deleteFile(artifactId: string): Promise<unknown> {
  return answered(api.DELETE("/v1/files/{artifact_id}", { params: { path: { artifact_id: artifactId } } }));
}
