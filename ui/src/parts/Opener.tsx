import { Anchor } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  readonly opened: boolean;
  readonly toggle: () => void;
  readonly children: ReactNode;
}

/** What a row is called; pressing it shows more of it below the list, and hides it again. */
export function Opener({ opened, toggle, children }: Props) {
  return (
    <Anchor component="button" type="button" size="sm" ta="left" aria-expanded={opened} onClick={toggle}>
      {children}
    </Anchor>
  );
}
