import { ActionIcon, Alert, Badge, Button, FileInput, Group, Paper, Stack, Text, TextInput } from "@mantine/core";
import { IconArrowLeft, IconRefresh } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { words } from "../words";
import { lendHands, packed } from "./hands";
import classes from "./Live.module.css";
import { LiveWire, type Subject } from "./wire";
import { type LiveState, type LiveView, STATE_WORDS, told } from "./words";

const COLORS: Readonly<Record<LiveState, string>> = {
  connecting: "gray",
  live: "red",
  taken_over: "yellow",
  unreachable: "orange",
  ended: "gray",
};

/** The browser as it is now; a person may take it over and give it back, or has it at once (`takes`). */
export function Live({ kind, id, takes = false }: Subject & { readonly takes?: boolean }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const wire = useMemo(() => new LiveWire({ kind, id }, () => canvas.current), [kind, id]);
  const view = useSyncExternalStore(wire.subscribe, wire.current);
  useEffect(() => {
    void wire.open();
    return () => wire.close();
  }, [wire]);
  const asks = useRef(takes);
  useEffect(() => {
    if (view.state !== "live" || !asks.current) return;
    asks.current = false;
    wire.take();
  }, [view.state, wire]);
  useEffect(() => {
    if (!view.mine || !canvas.current) return;
    return lendHands(canvas.current, (type, what) => wire.say(type, what));
  }, [view.mine, wire]);
  return (
    <Stack gap="xs" aria-label={words.live.liveView} component="section" data-state={view.state}>
      <Head view={view} wire={wire} focus={() => canvas.current?.focus()} />
      {view.note ? (
        <Alert color="orange" py={6} role="alert">
          {view.note}
        </Alert>
      ) : null}
      {view.mine ? <Address view={view} wire={wire} /> : null}
      {view.mine ? <Questions view={view} wire={wire} /> : null}
      <canvas
        ref={canvas}
        width={1280}
        height={720}
        tabIndex={0}
        role="img"
        aria-label={words.live.shows}
        // Escape is for the page there, not for a dialog that the picture stands in
        data-mantine-stop-propagation={view.mine}
        className={`${classes.picture} ${view.mine ? classes.mine : ""}`}
      />
    </Stack>
  );
}

interface Parts {
  readonly view: LiveView;
  readonly wire: LiveWire;
}

function Head({ view, wire, focus }: Parts & { readonly focus: () => void }) {
  return (
    <Group gap="xs" wrap="nowrap">
      <Badge color={COLORS[view.state]} variant="dot" tt="none" role="status" style={{ flexShrink: 0 }}>
        {STATE_WORDS[view.state]}
      </Badge>
      <Text size="xs" c="dimmed" flex={1}>
        {told(view)}
      </Text>
      {view.state === "live" ? (
        <Button
          size="compact-xs"
          onClick={() => {
            wire.take();
            focus();
          }}
        >
          {words.live.takeOver}
        </Button>
      ) : null}
      {view.mine ? (
        <Button size="compact-xs" onClick={() => wire.release()}>
          {words.live.giveBack}
        </Button>
      ) : null}
    </Group>
  );
}

function Address({ view, wire }: Parts) {
  const active = view.tabs.find((tab) => tab.active);
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Stack gap={4}>
      {view.tabs.length > 1 ? (
        <Group gap={4}>
          {view.tabs.map((tab) => (
            <Button
              key={tab.page}
              size="compact-xs"
              variant={tab.active ? "light" : "default"}
              title={tab.url}
              onClick={() => wire.say("tab", { action: "switch", page: tab.page })}
            >
              {tab.title || tab.url || words.live.newTab}
            </Button>
          ))}
        </Group>
      ) : null}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          wire.say("navigate", { url: typed ?? active?.url ?? "" });
          setTyped(null);
        }}
      >
        <Group gap={4} wrap="nowrap">
          <ActionIcon variant="default" aria-label={words.live.back} onClick={() => wire.say("history", { step: -1 })}>
            <IconArrowLeft size={14} />
          </ActionIcon>
          <ActionIcon variant="default" aria-label={words.live.reload} onClick={() => wire.say("reload")}>
            <IconRefresh size={14} />
          </ActionIcon>
          <TextInput
            size="xs"
            flex={1}
            aria-label={words.common.address}
            value={typed ?? active?.url ?? ""}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onBlur={() => setTyped(null)}
            autoComplete="off"
            spellCheck={false}
          />
        </Group>
      </form>
    </Stack>
  );
}

function Questions({ view, wire }: Parts) {
  const [answer, setAnswer] = useState<string | null>(null);
  const close = (accept: boolean) => {
    wire.say("dialog", { accept, text: answer ?? view.dialog?.default ?? "" });
    setAnswer(null);
    wire.settled();
  };
  return (
    <>
      {view.dialog ? (
        <Paper withBorder p="xs" role="alertdialog" aria-label={words.live.asks}>
          <Text size="sm">{view.dialog.message}</Text>
          {view.dialog.kind === "prompt" ? (
            <TextInput
              size="xs"
              mt={4}
              aria-label={words.live.answer}
              value={answer ?? view.dialog.default}
              onChange={(event) => setAnswer(event.currentTarget.value)}
            />
          ) : null}
          <Group gap="xs" mt="xs">
            <Button size="compact-xs" onClick={() => close(true)}>
              {words.live.ok}
            </Button>
            <Button size="compact-xs" variant="default" onClick={() => close(false)}>
              {words.common.cancel}
            </Button>
          </Group>
        </Paper>
      ) : null}
      {view.file ? (
        <Upload
          send={(files) => {
            wire.say("upload", { files });
            wire.settled();
          }}
          many={view.file === "many"}
        />
      ) : null}
    </>
  );
}

interface UploadProps {
  readonly many: boolean;
  readonly send: (files: { name: string; data: string }[]) => void;
}

function Upload({ many, send }: UploadProps) {
  return (
    <FileInput
      size="xs"
      label={words.live.asksForFile}
      multiple={many}
      onChange={async (chosen: File | File[] | null) => {
        const files = chosen === null ? [] : Array.isArray(chosen) ? chosen : [chosen];
        if (files.length > 0) send(await packed(files));
      }}
    />
  );
}
