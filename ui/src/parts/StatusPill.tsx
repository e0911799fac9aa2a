import { Badge, Tooltip } from "@mantine/core";
import { lookOf } from "../status";
import classes from "./parts.module.css";

export function StatusPill({ status }: { readonly status: string | null | undefined }) {
  const look = lookOf(status);
  return (
    <Tooltip label={look.help} disabled={!look.help}>
      <Badge
        color={look.color}
        variant="light"
        radius="sm"
        tt="none"
        leftSection={<look.icon size={12} className={status === "running" ? classes.turning : ""} aria-hidden />}
      >
        {look.label}
      </Badge>
    </Tooltip>
  );
}
