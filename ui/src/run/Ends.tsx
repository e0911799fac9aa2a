import { Anchor, List, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { contentOf } from "../api/runs";
import type { ArtifactAnswer, RunDetailAnswer } from "../api/schema";
import { deliveryList } from "../api/webhooks";
import { sizeOf } from "../files/size";
import { Json } from "../parts/Json";
import { Opener } from "../parts/Opener";
import { Deliveries } from "../webhooks/Deliveries";
import { words } from "../words";
import { leanOutput } from "./lean";

/** What a run brought, before anything else. */
export function Result({ run }: { readonly run: RunDetailAnswer }) {
  const lean = leanOutput(run.outputs ?? run.output);
  return lean === null ? null : <Json value={lean} label={words.run.resultName} />;
}

/** What went into a run, and all that came out of it: the latter at a press, what matters of it stands above. */
export function Values({ run }: { readonly run: RunDetailAnswer }) {
  const [opened, open] = useDisclosure(false);
  const output = run.outputs ?? run.output;
  return (
    <>
      {isSomething(run.parameters) ? (
        <div>
          <Title order={2} mb={6}>
            {words.common.parameters}
          </Title>
          <Json value={run.parameters} label={words.common.parameters.toLowerCase()} />
        </div>
      ) : null}
      {isSomething(output) ? (
        <div>
          <Title order={2} mb={6}>
            <Opener opened={opened} toggle={open.toggle}>
              {words.run.wholeOutput}
            </Opener>
          </Title>
          {opened ? <Json value={output} label={words.run.wholeOutput.toLowerCase()} /> : null}
        </div>
      ) : null}
    </>
  );
}

function isSomething(value: unknown): boolean {
  return value !== null && value !== undefined && Object.keys(value).length > 0;
}

export function Files({ run }: { readonly run: RunDetailAnswer }) {
  const files = run.downloaded_files ?? [];
  if (files.length === 0) return null;
  return (
    <div>
      <Title order={2} mb={6}>
        {words.run.files}
      </Title>
      <List size="sm">
        {files.map((file) => (
          <List.Item key={file.url}>
            <Anchor size="sm" href={file.url}>
              {file.filename ?? file.url}
            </Anchor>{" "}
            <Text span size="xs" c="dimmed">
              {file.checksum ? words.run.checksum(file.checksum) : ""}
            </Text>
          </List.Item>
        ))}
      </List>
    </div>
  );
}

/** Whom the server told of this run. */
export function Told({ run }: { readonly run: RunDetailAnswer }) {
  const found = useQuery({ ...deliveryList(null, run.run_id), enabled: Boolean(run.webhook_callback_url) });
  if (!run.webhook_callback_url) return null;
  return (
    <div>
      <Title order={2} mb={6}>
        {words.run.deliveries}
      </Title>
      <Deliveries found={found} empty={<Text size="sm">{words.run.notYetTold}</Text>} />
    </div>
  );
}

/** Pictures are shown where they belong; the rest is here to be taken away. */
const SHOWN_ELSEWHERE = /^(screenshot|recording|download|pdf|unknown)/;

export function Logs({ artifacts }: { readonly artifacts: readonly ArtifactAnswer[] }) {
  const logs = artifacts.filter((item) => !SHOWN_ELSEWHERE.test(String(item.artifact_type)));
  if (logs.length === 0) return null;
  return (
    <div>
      <Title order={2} mb={6}>
        {words.run.logs}
      </Title>
      <List size="sm">
        {logs.map((item) => (
          <List.Item key={item.artifact_id}>
            <Anchor size="sm" href={contentOf(item.artifact_id)}>
              {String(item.file_name || item.artifact_type)}
            </Anchor>{" "}
            <Text span size="xs" c="dimmed">
              {String(item.artifact_type).replaceAll("_", " ")}, {sizeOf(Number(item.file_size ?? 0))}
            </Text>
          </List.Item>
        ))}
      </List>
    </div>
  );
}
