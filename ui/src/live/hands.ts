/** A person's mouse, keys and clipboard on the picture, as the live view wants them told. */

type Say = (type: string, what: object) => void;

const BUTTONS = ["left", "middle", "right"];
const HELD: Readonly<Record<number, string>> = { 0: "none", 1: "left", 2: "right", 4: "middle" };

function modifiers(event: MouseEvent | KeyboardEvent): number {
  return (event.altKey ? 1 : 0) | (event.ctrlKey ? 2 : 0) | (event.metaKey ? 4 : 0) | (event.shiftKey ? 8 : 0);
}

/** Where on the picture, as shares of its width and height. */
function place(canvas: HTMLElement, event: MouseEvent): { x: number; y: number } {
  const box = canvas.getBoundingClientRect();
  const within = (value: number) => Math.min(1, Math.max(0, value));
  return { x: within((event.clientX - box.left) / box.width), y: within((event.clientY - box.top) / box.height) };
}

/** Listens on the picture; returns what stops it. */
export function lendHands(canvas: HTMLCanvasElement, say: Say): () => void {
  const over = new AbortController();
  const on = <Name extends keyof HTMLElementEventMap>(name: Name, hear: (event: HTMLElementEventMap[Name]) => void) =>
    canvas.addEventListener(name, hear, { signal: over.signal, passive: false });
  const mouse = (action: string, event: MouseEvent, more: object = {}) =>
    say("mouse", { action, ...place(canvas, event), modifiers: modifiers(event), ...more });

  let moved: PointerEvent | null = null;
  on("pointermove", (event) => {
    if (moved === null) {
      requestAnimationFrame(() => {
        const last = moved;
        moved = null;
        if (last && !over.signal.aborted) mouse("move", last, { button: HELD[last.buttons] ?? "none" });
      });
    }
    moved = event;
  });
  on("pointerdown", (event) => {
    canvas.focus();
    canvas.setPointerCapture(event.pointerId);
  });
  on("mousedown", (event) => {
    event.preventDefault();
    mouse("down", event, { button: BUTTONS[event.button] ?? "left", clicks: event.detail || 1 });
  });
  on("mouseup", (event) => mouse("up", event, { button: BUTTONS[event.button] ?? "left", clicks: event.detail || 1 }));
  on("contextmenu", (event) => event.preventDefault());
  on("wheel", (event) => {
    event.preventDefault();
    mouse("wheel", event, { dx: event.deltaX, dy: event.deltaY });
  });
  const key = (action: string) => (event: KeyboardEvent) => {
    const pasting = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "v";
    if (pasting || event.isComposing || event.key === "Dead" || event.key === "Unidentified") return;
    event.preventDefault();
    say("key", { action, key: event.key, code: event.code, modifiers: modifiers(event) });
  };
  on("keydown", key("down"));
  on("keyup", key("up"));
  document.addEventListener(
    "paste",
    (event) => {
      if (document.activeElement !== canvas) return;
      event.preventDefault();
      say("text", { text: event.clipboardData?.getData("text/plain") ?? "" });
    },
    { signal: over.signal },
  );
  return () => over.abort();
}

/** Files as the live view takes them: names and Base64. */
export async function packed(files: readonly File[]): Promise<{ name: string; data: string }[]> {
  return Promise.all(
    files.map(async (file) => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      let text = "";
      for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
      return { name: file.name, data: btoa(text) };
    }),
  );
}
