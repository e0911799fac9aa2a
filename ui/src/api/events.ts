/** Server-sent events: what happens in runs, as it happens. */
import { useEffect, useEffectEvent } from "react";
import { placeOf } from "./client";

export type Hear = Readonly<Record<string, (data: unknown) => void>>;

/** Listens at an address while `on`. The browser comes back by itself, and the server goes on where it left. */
export function useEvents(path: string, on: boolean, hear: Hear): void {
  const told = useEffectEvent((name: string, data: unknown) => hear[name]?.(data));
  const names = Object.keys(hear).join(" ");
  useEffect(() => {
    if (!on) return;
    const source = new EventSource(placeOf(path));
    for (const name of names.split(" ")) {
      source.addEventListener(name, (event) => told(name, JSON.parse((event as MessageEvent<string>).data)));
    }
    return () => source.close();
  }, [path, on, names]);
}
