import { Button, Modal, SegmentedControl, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCode } from "@tabler/icons-react";
import { useState } from "react";
import { placeOf } from "../api/client";
import type { RunDetailAnswer } from "../api/schema";
import { Json } from "../parts/Json";
import { words } from "../words";
import { codeOf, TONGUES, type Tongue } from "./code";

/** The start of this run as a program would make it. */
export function AsCode({ run }: { readonly run: RunDetailAnswer }) {
  const [opened, open] = useDisclosure(false);
  const [tongue, setTongue] = useState<Tongue>("curl");
  const base = placeOf("").replace(/\/$/, "");
  return (
    <>
      <Button size="xs" variant="subtle" leftSection={<IconCode size={14} />} onClick={open.open}>
        {words.run.asCode}
      </Button>
      <Modal opened={opened} onClose={open.close} title={words.run.code} size="lg" transitionProps={{ duration: 0 }}>
        <Stack gap="sm">
          <SegmentedControl
            size="xs"
            data={[...TONGUES]}
            value={tongue}
            onChange={(value) => setTongue(value as Tongue)}
            aria-label={words.run.language}
          />
          <Json value={codeOf(run, base, tongue)} label={words.run.codeName} />
          <Text size="xs" c="dimmed">
            {words.run.codeHelp}
          </Text>
        </Stack>
      </Modal>
    </>
  );
}
