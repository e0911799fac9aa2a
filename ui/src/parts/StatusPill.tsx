import { lookOf, type StatusLook } from "../status";
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
  return <Pill look={look} turning={status === "running"} {...(said ? { title: said } : {})} />;
}

export type PillLook = Pick<StatusLook, "label" | "color" | "icon">;

interface PillProps {
  readonly look: PillLook;
  readonly turning?: boolean;
  readonly title?: string;
}

/** How something is, as a sign and a word in their colour. */
export function Pill({ look, turning = false, title }: PillProps) {
  return (
    <span
      className={classes.pill}
      style={{
        color: `var(--mantine-color-${look.color}-light-color)`,
        background: `var(--mantine-color-${look.color}-light)`,
      }}
      {...(title ? { title } : {})}
    >
      <look.icon size={12} className={turning ? classes.turning : ""} aria-hidden />
      {look.label}
    </span>
  );
}
