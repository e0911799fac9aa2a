import { Badge } from "@mantine/core";
import { lookOf } from "../status";
import classes from "./parts.module.css";

interface Props {
  readonly status: string | null | undefined;
  /** What it means here, in place of what it means for a run. */
  readonly help?: string;
}

/** A status in its colours. Long lists are full of it, so what it means is a plain title, not a tooltip of its own. */
export function StatusPill({ status, help }: Props) {
  const look = lookOf(status);
  const said = help ?? look.help;
  return (
    <Badge
      color={look.color}
      variant="light"
      radius="sm"
      tt="none"
      miw="max-content"
      leftSection={<look.icon size={12} className={status === "running" ? classes.turning : ""} aria-hidden />}
      {...(said ? { title: said } : {})}
    >
      {look.label}
    </Badge>
  );
}
