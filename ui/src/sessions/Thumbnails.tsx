import { Anchor, SimpleGrid, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import type { SessionAnswer } from "../api/schema";
import { LiveWire } from "../live/wire";
import { words } from "../words";
import classes from "./Thumbnails.module.css";

/** So many browsers are shown at once; each is a stream of pictures. */
const MOST = 6;

/** What the open browsers show, small; a press opens one. */
export function Thumbnails({ sessions }: { readonly sessions: readonly SessionAnswer[] }) {
  if (sessions.length === 0) return null;
  return (
    <SimpleGrid
      cols={{ base: 1, xs: 2, md: 3, lg: 4 }}
      spacing="sm"
      component="section"
      aria-label={words.sessions.now}
    >
      {sessions.slice(0, MOST).map((row) => (
        <Thumbnail key={row.browser_session_id} id={row.browser_session_id} />
      ))}
    </SimpleGrid>
  );
}

function Thumbnail({ id }: { readonly id: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const wire = useMemo(() => new LiveWire({ kind: "browser_sessions", id }, () => canvas.current), [id]);
  const view = useSyncExternalStore(wire.subscribe, wire.current);
  useEffect(() => {
    void wire.open();
    return () => wire.close();
  }, [wire]);
  const tab = view.tabs.find((one) => one.active);
  const said = tab?.title || tab?.url || id;
  return (
    <Anchor
      component={Link}
      to="/sessions/$sessionId"
      params={{ sessionId: id } as never}
      className={classes.card ?? ""}
      underline="never"
      c="inherit"
    >
      <canvas ref={canvas} width={320} height={180} className={classes.picture} role="img" aria-label={said} />
      <Text size="xs" truncate px={8} py={4}>
        {said}
      </Text>
    </Anchor>
  );
}
