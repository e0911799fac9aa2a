import { Button, Drawer, Group, List, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { beginDemonstration, demonstration, finishDemonstration } from "../api/sessions";
import { Live } from "../live/Live";
import { Trouble } from "../parts/Notice";
import { useDeed } from "../parts/useDeed";
import { words } from "../words";
import type { Kept } from "./kept";
import type { Shown } from "./shown";

interface Props {
  readonly kept: Kept;
  readonly opened: boolean;
  readonly close: () => void;
  /** Takes the blocks of what was shown. */
  readonly take: (shown: Shown) => void;
}

/** Recording by demonstration: a person does it once in a live browser. */
export function Record({ kept, opened, close, take }: Props) {
  const [begun, setBegun] = useState(false);
  const done = () => {
    setBegun(false);
    close();
  };
  return (
    <Drawer
      opened={opened}
      onClose={done}
      position="right"
      size="min(100vw, 920px)"
      title={words.record.title}
      transitionProps={{ duration: 0 }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {words.record.lead}
        </Text>
        {begun && kept.id ? (
          <Showing
            id={kept.id}
            take={(shown) => {
              take(shown);
              done();
            }}
            stop={() => void kept.close().then(done)}
          />
        ) : (
          <Begin kept={kept} begun={() => setBegun(true)} />
        )}
      </Stack>
    </Drawer>
  );
}

function Begin({ kept, begun }: { readonly kept: Kept; readonly begun: () => void }) {
  const [url, setUrl] = useState("");
  const beginning = useDeed({
    run: async () => beginDemonstration(await kept.need(url)),
    touches: [["browser sessions"], ["demonstration"]],
    done: begun,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        beginning.mutate();
      }}
    >
      <Stack gap="sm">
        {kept.id === null ? (
          <TextInput
            label={words.record.address}
            placeholder={words.editor.pageExample}
            value={url}
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
        ) : null}
        {beginning.error ? <Trouble error={beginning.error} /> : null}
        <Group>
          <Button type="submit" size="sm" loading={beginning.isPending}>
            {words.record.begin}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface ShowingProps {
  readonly id: string;
  readonly take: (shown: Shown) => void;
  readonly stop: () => void;
}

function Showing({ id, take, stop }: ShowingProps) {
  const found = useQuery(demonstration(id));
  const touches = [demonstration(id).queryKey];
  const again = useDeed({ run: () => beginDemonstration(id), touches, refused: words.editor.notBegun });
  const finishing = useDeed({
    run: () => finishDemonstration(id),
    touches,
    refused: words.editor.notFinished,
    done: (answer) => take(answer.workflow_definition as unknown as Shown),
  });
  const steps = found.data?.steps ?? [];
  return (
    <>
      <Live kind="browser_sessions" id={id} takes />
      <section aria-label={words.record.steps}>
        <Title order={2}>{words.record.steps}</Title>
        {steps.length <= 1 ? <Text size="sm">{words.record.nothing}</Text> : null}
        <List type="ordered" size="sm">
          {steps.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
            <List.Item key={index}>{step.text}</List.Item>
          ))}
        </List>
      </section>
      {found.error ? <Trouble error={found.error} /> : null}
      <Group gap="xs">
        <Button
          size="sm"
          disabled={steps.length === 0}
          loading={finishing.isPending}
          onClick={() => finishing.mutate()}
        >
          {words.record.use}
        </Button>
        <Button size="sm" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
          {words.record.again}
        </Button>
        <Button size="sm" variant="subtle" color="red" onClick={stop}>
          {words.record.close}
        </Button>
      </Group>
    </>
  );
}
