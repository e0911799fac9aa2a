import { Center, Image, Paper, SegmentedControl, Stack, Text } from "@mantine/core";
import { useEffect, useRef } from "react";
import { contentOf } from "../api/runs";
import type { RunDetailAnswer } from "../api/schema";
import { Live } from "../live/Live";
import { isFinal } from "../status";
import { moment } from "../time";
import { words } from "../words";
import type { Row } from "./fold";
import type { Selection } from "./selection";

type View = NonNullable<Selection["view"]>;

interface Props {
  readonly run: RunDetailAnswer;
  /** When the recording ended. */
  readonly until: string | null;
  /** The artifact id of the picture to show. */
  readonly picture: string | null;
  readonly row: Row | null;
  readonly view: View | null;
  readonly show: (view: View) => void;
}

/** What the browser showed: the picture of the selected moment, or the recording at it. */
export function Stage({ run, until, picture, row, view, show }: Props) {
  const over = isFinal(run.status);
  const views = [
    ...(over ? [] : [{ value: "live", label: words.run.live }]),
    { value: "picture", label: words.run.picture },
    ...(run.recording_url ? [{ value: "recording", label: words.run.recording }] : []),
  ];
  const chosen = view ?? (over ? "picture" : "live");
  const shown = views.some(({ value }) => value === chosen) ? chosen : "picture";
  return (
    <Stack gap="xs">
      <SegmentedControl
        size="xs"
        data={views}
        value={shown}
        onChange={(value) => show(value as View)}
        aria-label={words.run.whatToShow}
      />
      <Paper withBorder p={4} mih={280}>
        {shown === "live" ? <Live kind="runs" id={run.run_id} /> : null}
        {shown === "recording" ? <Recording run={run} row={row} until={until} /> : null}
        {shown === "picture" ? <Picture picture={picture} /> : null}
      </Paper>
    </Stack>
  );
}

function Picture({ picture }: { readonly picture: string | null }) {
  if (picture === null) {
    return (
      <Center h={270}>
        <Text size="sm" c="dimmed">
          {words.run.noPicture}
        </Text>
      </Center>
    );
  }
  return <Image src={contentOf(picture)} alt={words.run.moment} fit="contain" mah={560} />;
}

interface RecordingProps {
  readonly run: RunDetailAnswer;
  readonly row: Row | null;
  /** When it ended. */
  readonly until: string | null;
}

/** Counted from the recording's end, an action is where it was done. */
function Recording({ run, row, until }: RecordingProps) {
  const video = useRef<HTMLVideoElement>(null);
  const at = row?.kind === "action" ? (row.action.modified_at ?? row.action.created_at) : row?.block.created_at;
  useEffect(() => {
    const player = video.current;
    if (!player || !at || !until) return;
    const beforeEnd = (moment(until).getTime() - moment(at).getTime()) / 1000;
    const seek = () => {
      if (Number.isFinite(player.duration)) player.currentTime = Math.max(0, player.duration - beforeEnd);
    };
    if (player.readyState > 0) seek();
    else player.addEventListener("loadedmetadata", seek, { once: true });
    return () => player.removeEventListener("loadedmetadata", seek);
  }, [at, until]);
  return (
    // biome-ignore lint/a11y/useMediaCaption: a recording of a screen has no speech
    <video
      ref={video}
      controls
      preload="metadata"
      src={run.recording_url ?? ""}
      style={{ width: "100%", maxHeight: 560 }}
      aria-label={words.run.recordingOf}
    />
  );
}
