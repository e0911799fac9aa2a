import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconTrash } from "@tabler/icons-react";
import { words } from "../words";

interface Props {
  readonly label: string;
  /** What the second click says. */
  readonly sure?: string;
  readonly pending: boolean;
  readonly go: () => void;
}

/** A deletion: the first click asks, the second does it. */
export function Sure({ label, sure = words.sure, pending, go }: Props) {
  const [asked, ask] = useDisclosure(false);
  return asked ? (
    <Button size="compact-xs" color="red" loading={pending} onClick={go} onBlur={ask.close} autoFocus>
      {sure}
    </Button>
  ) : (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={ask.open}>
        <IconTrash size={14} />
      </ActionIcon>
    </Tooltip>
  );
}
