import { Badge, Tooltip } from "@mantine/core";
import { lookOf } from "../status";
import classes from "./parts.module.css";

interface Props {
  readonly status: string | null | undefined;
  /** What it means here, in place of what it means for a run. */
  readonly help?: string;
}

export function StatusPill({ status, help }: Props) {
  const look = { ...lookOf(status), ...(help === undefined ? {} : { help }) };
  return (
    <Tooltip label={look.help} disabled={!look.help}>
      <Badge
        color={look.color}
        variant="light"
        radius="sm"
        tt="none"
        miw="max-content"
        leftSection={<look.icon size={12} className={status === "running" ? classes.turning : ""} aria-hidden />}
      >
        {look.label}
      </Badge>
    </Tooltip>
  );
}
