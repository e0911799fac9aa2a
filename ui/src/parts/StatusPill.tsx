import { lookOf } from "../status";
import classes from "./parts.module.css";

interface Props {
  readonly status: string | null | undefined;
  /** What it means here, in place of what it means for a run. */
  readonly help?: string;
}

/** A status in its colours. Long lists are full of it: it is a plain element, and what it means a plain title. */
export function StatusPill({ status, help }: Props) {
  const look = lookOf(status);
  const said = help ?? look.help;
  return (
    <span
      className={classes.pill}
      style={{
        color: `var(--mantine-color-${look.color}-light-color)`,
        background: `var(--mantine-color-${look.color}-light)`,
      }}
      {...(said ? { title: said } : {})}
    >
      <look.icon size={12} className={status === "running" ? classes.turning : ""} aria-hidden />
      {look.label}
    </span>
  );
}
