import { Center, Paper, SegmentedControl, Stack, Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { contentOf } from "../api/runs";
import type { RunDetailAnswer } from "../api/schema";
import { Live } from "../live/Live";
import { isFinal } from "../status";
import { moment } from "../time";
import { words } from "../words";
import type { Row } from "./fold";
import classes from "./Stage.module.css";
import type { Selection } from "./selection";
import { type Box, boxAfter, boxOf } from "./target";

type View = NonNullable<Selection["view"]>;

interface Props {
  readonly run: RunDetailAnswer;
  /** When the recording ended. */
  readonly until: string | null;
  /** The artifact id of the picture to show. */
  readonly picture: string | null;
  /** The one that shows the page before the selected action. */
  readonly before: string | null;
  readonly row: Row | null;
  readonly view: View | null;
  readonly show: (view: View) => void;
}

/** What can be looked at of this run and row, first what is looked at unless somebody chose. */
function viewsOf({ run, before }: Props): { value: View; label: string }[] {
  return [
    ...(isFinal(run.status) ? [] : [{ value: "live" as const, label: words.run.live }]),
    ...(before ? [{ value: "before" as const, label: words.run.before }] : []),
    { value: "picture", label: before ? words.run.after : words.run.picture },
    ...(run.recording_url ? [{ value: "recording" as const, label: words.run.recording }] : []),
  ];
}

/** What the browser showed: the picture of the selected moment, or the recording at it. */
export function Stage(props: Props) {
  const views = viewsOf(props);
  const chosen = props.view ?? (isFinal(props.run.status) ? "picture" : "live");
  const shown = views.some(({ value }) => value === chosen) ? chosen : "picture";
  return (
    <Stack gap="xs">
      {views.length > 1 ? (
        <SegmentedControl
          size="xs"
          data={views}
          value={shown}
          onChange={(value) => props.show(value as View)}
          aria-label={words.run.whatToShow}
        />
      ) : null}
      <Paper withBorder p={4}>
        <Shown {...props} view={shown} />
      </Paper>
    </Stack>
  );
}

function Shown({ run, until, picture, before, row, view }: Props) {
  switch (view) {
    case "live":
      return <Live kind="runs" id={run.run_id} />;
    case "recording":
      return <Recording run={run} row={row} until={until} />;
    case "before":
      return <Picture picture={before} box={row?.kind === "action" ? boxOf(row.action) : null} />;
    default:
      return <Picture picture={picture} box={row && boxAfter(row)} />;
  }
}

/** How the page looked, with an outline around what was acted on. */
function Picture({ picture, box }: { readonly picture: string | null; readonly box: Box | null }) {
  const [size, setSize] = useState({ width: 0, height: 0 });
  if (picture === null) {
    return (
      <Center py="xl">
        <Text size="sm" c="dimmed">
          {words.run.noPicture}
        </Text>
      </Center>
    );
  }
  const place = box && outline(box, size);
  return (
    <div className={classes.picture}>
      <img
        src={contentOf(picture)}
        alt={words.run.moment}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          setSize({ width: naturalWidth, height: naturalHeight })
        }
      />
      {place ? <div className={classes.target} style={place} role="img" aria-label={words.run.target} /> : null}
    </div>
  );
}

/** Returns the place of a box in a picture of this size, in shares of it; null where it is not in it. */
function outline([left, top, width, height]: Box, size: { readonly width: number; readonly height: number }) {
  if (left >= size.width || top >= size.height || left + width <= 0 || top + height <= 0) return null;
  const share = (part: number, of: number) => `${(100 * part) / of}%`;
  return {
    left: share(left, size.width),
    top: share(top, size.height),
    width: share(width, size.width),
    height: share(height, size.height),
  };
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
