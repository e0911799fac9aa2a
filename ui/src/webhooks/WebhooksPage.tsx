import { Button, SegmentedControl, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { DeliveryStatus } from "../api/schema";
import { deliveryList, replayAllFailed } from "../api/webhooks";
import { Head } from "../parts/Head";
import { Empty } from "../parts/Notice";
import { useDeed } from "../parts/useDeed";
import { words } from "../words";
import { Deliveries } from "./Deliveries";
import { readShown } from "./shown";

const SHOWN = [
  { value: "", label: words.common.all },
  { value: "failed", label: words.webhooks.failed },
  { value: "pending", label: words.webhooks.waiting },
  { value: "delivered", label: words.webhooks.delivered },
];

/** What the server told others about runs. */
export function WebhooksPage() {
  const { status = "" } = useSearch({ from: "/webhooks" });
  const navigate = useNavigate({ from: "/webhooks" });
  const found = useQuery(deliveryList((status || null) as DeliveryStatus | null));
  const sending = useDeed({ run: replayAllFailed, touches: [["deliveries"]], refused: words.webhooks.notSent });
  return (
    <Stack gap="sm">
      <Head title={words.webhooks.title} lead={words.webhooks.lead}>
        {found.data?.some((row) => row.status === "failed") ? (
          <Button size="xs" variant="default" loading={sending.isPending} onClick={() => sending.mutate()}>
            {words.webhooks.replayAll}
          </Button>
        ) : null}
      </Head>
      <SegmentedControl
        size="xs"
        style={{ alignSelf: "flex-start" }}
        data={SHOWN}
        value={status}
        onChange={(next) => void navigate({ search: readShown({ status: next }), replace: true })}
        aria-label={words.webhooks.which}
      />
      <Deliveries found={found} empty={<Empty title={words.webhooks.empty}>{words.webhooks.emptyNext}</Empty>} />
    </Stack>
  );
}
