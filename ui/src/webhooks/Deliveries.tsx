import { Anchor, Box, Button, Text } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { DeliveryAnswer } from "../api/schema";
import { replay } from "../api/webhooks";
import { type Column, Listing } from "../parts/Listing";
import { StatusPill } from "../parts/StatusPill";
import { useDeed } from "../parts/useDeed";
import { ago, moment } from "../time";
import { words } from "../words";

const COLUMNS: readonly Column<DeliveryAnswer>[] = [
  {
    name: words.common.status,
    cell: (row) => <StatusPill status={row.status} help="" />,
  },
  {
    name: words.webhooks.to,
    cell: (row) => (
      <>
        <Address url={row.url} />
        <Box hiddenFrom="sm" fz="xs" mt={4} style={{ overflowWrap: "anywhere" }}>
          <div>
            <Run row={row} size="xs" text={words.common.run} />, {lastMoment(row)}
          </div>
          {cameBack(row)}
        </Box>
      </>
    ),
  },
  {
    name: words.common.run,
    wide: true,
    cell: (row) => <Run row={row} size="sm" text={row.run_id} />,
  },
  { name: words.webhooks.tries, right: true, wide: true, cell: (row) => row.tries },
  { name: words.webhooks.cameBack, wide: true, cell: (row) => cameBack(row) },
  {
    name: words.common.when,
    wide: true,
    cell: lastMoment,
    tight: true,
  },
  { name: " ", right: true, cell: (row) => <Again row={row} /> },
];

interface RunProps {
  readonly row: DeliveryAnswer;
  readonly size: "xs" | "sm";
  readonly text: string;
}

function Run({ row, size, text }: RunProps) {
  return (
    <Anchor component={Link} to="/runs/$runId" params={{ runId: row.run_id } as never} size={size} title={row.run_id}>
      {text}
    </Anchor>
  );
}

function lastMoment(row: DeliveryAnswer): string {
  return ago(row.delivered_at ?? row.given_up_at ?? row.created_at, new Date());
}

/** Whose address it is, and the rest of it smaller. */
function Address({ url }: { readonly url: string }) {
  const { host, pathname, search } = URL.canParse(url) ? new URL(url) : { host: url, pathname: "", search: "" };
  return (
    <>
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        {host}
      </Text>
      <Text size="xs" c="dimmed" lineClamp={1} title={url} style={{ wordBreak: "break-all" }}>
        {pathname}
        {search}
      </Text>
    </>
  );
}

function cameBack(row: DeliveryAnswer): string {
  const next =
    row.next_try_at && row.status === "pending"
      ? words.webhooks.nextTry(moment(row.next_try_at).toLocaleTimeString())
      : "";
  const said = row.last_error ?? row.last_status;
  return [said, next].filter(Boolean).join(", ");
}

interface Props {
  readonly found: UseQueryResult<readonly DeliveryAnswer[]>;
  readonly empty: ReactNode;
}

/** Deliveries with what came of each; each can be sent again. */
export function Deliveries({ found, empty }: Props) {
  return (
    <Listing
      label={words.webhooks.title}
      found={found}
      columns={COLUMNS}
      keyOf={(row) => row.delivery_id}
      empty={empty}
    />
  );
}

function Again({ row }: { readonly row: DeliveryAnswer }) {
  const sending = useDeed({
    run: () => replay(row.delivery_id),
    touches: [["deliveries"]],
    refused: words.webhooks.notSent,
  });
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      loading={sending.isPending}
      disabled={row.status === "pending"}
      onClick={() => sending.mutate()}
    >
      {words.webhooks.replay}
    </Button>
  );
}
