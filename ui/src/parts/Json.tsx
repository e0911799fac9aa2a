import { ActionIcon, Box, Code, CopyButton, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { words } from "../words";
import classes from "./parts.module.css";

/** A value as JSON, to read and to copy. */
export function Json({ value, label }: { readonly value: unknown; readonly label: string }) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return (
    <Box pos="relative">
      <Code block className={classes.json ?? ""} tabIndex={0} role="region" aria-label={label}>
        {text}
      </Code>
      <Box pos="absolute" top={4} right={4}>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? words.copied : words.copyOf(label)}>
              <ActionIcon size="sm" variant="default" onClick={copy} aria-label={words.copyOf(label)}>
                {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </Box>
    </Box>
  );
}
