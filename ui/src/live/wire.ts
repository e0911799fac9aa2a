/** The websocket of the live view: pictures onto a canvas, words to whoever listens, a person's hands to the browser. */
import { answered, api, placeOf } from "../api/client";
import { heard, type LiveView, NOTHING_YET } from "./words";

const AGAIN_MS = 2000;

/** What is looked at: a run or a browser session. */
export interface Subject {
  readonly kind: "runs" | "browser_sessions";
  readonly id: string;
}

/** One viewer's connection, renewed when it breaks; `close` ends it. */
export class LiveWire {
  private view: LiveView = NOTHING_YET;
  private readonly listeners = new Set<() => void>();
  private socket: WebSocket | null = null;
  /** Counts openings and closings: a loop that is not of the latest opening ends. */
  private round = 0;
  private frame = 0;

  constructor(
    private readonly subject: Subject,
    private readonly canvas: () => HTMLCanvasElement | null,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly current = (): LiveView => this.view;

  say(type: string, what: object = {}): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ type, ...what }));
  }

  take(): void {
    this.token(null);
    this.show({ ...this.view, note: "" });
    this.say("take", { reason: "from the web UI" });
  }

  release(): void {
    this.token(null);
    this.say("release");
  }

  /** What was asked of the person is answered; the panel for it goes. */
  settled(): void {
    this.show({ ...this.view, dialog: null, file: null, note: "" });
  }

  /** Connects, and again after a break, until what is looked at has ended or `close` is called. */
  async open(): Promise<void> {
    const round = ++this.round;
    while (round === this.round) {
      try {
        await this.connect(round);
      } catch (error) {
        this.show({ ...this.view, state: "unreachable", why: (error as Error).message, mine: false, control: null });
      }
      if (this.view.state === "ended") return;
      await new Promise((resume) => setTimeout(resume, AGAIN_MS));
    }
  }

  close(): void {
    this.round += 1;
    this.socket?.close();
  }

  private async connect(round: number): Promise<void> {
    const { kind, id } = this.subject;
    const link = await answered(
      api.POST("/v1/{kind}/{subject_id}/live_link", {
        params: { path: { kind, subject_id: id } },
        body: { control: true, name: "somebody at the web UI", seconds: 60 },
      }),
    );
    if (round !== this.round) return;
    const address = new URL(placeOf(link.path));
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", ({ data }) => {
      if (typeof data === "string") this.hear(JSON.parse(data));
      else void this.draw(data as ArrayBuffer);
    });
    await new Promise((resume) => socket.addEventListener("close", resume));
    if (round === this.round && this.view.state !== "ended") {
      this.show({ ...this.view, state: "connecting", why: "The connection was lost; trying again.", mine: false });
    }
  }

  private hear(message: { type: string } & Record<string, unknown>): void {
    if (message.type === "frame") this.frame = Number(message.number);
    if (message.type === "control") this.token(String(message.token));
    if (message.type === "refused") this.token(null);
    this.show(heard(this.view, message));
    const kept = this.token();
    if (message.type === "state" && message.control && !message.mine && kept) this.say("take", { token: kept });
  }

  private async draw(data: ArrayBuffer): Promise<void> {
    this.say("seen", { number: this.frame });
    const canvas = this.canvas();
    const picture = await createImageBitmap(new Blob([data], { type: "image/jpeg" }));
    if (canvas !== null) {
      if (canvas.width !== picture.width || canvas.height !== picture.height) {
        canvas.width = picture.width;
        canvas.height = picture.height;
      }
      canvas.getContext("2d")?.drawImage(picture, 0, 0);
      canvas.dataset.frames = String(Number(canvas.dataset.frames ?? 0) + 1);
    }
    picture.close();
  }

  private show(view: LiveView): void {
    if (view === this.view) return;
    this.view = view;
    for (const listener of this.listeners) listener();
  }

  /** The proof of having the controls, kept over a break of the connection and a reload of the page. */
  private token(fresh?: string | null): string | null {
    const name = `skyvern control ${this.subject.id}`;
    if (fresh === null) sessionStorage.removeItem(name);
    else if (fresh !== undefined) sessionStorage.setItem(name, fresh);
    return sessionStorage.getItem(name);
  }
}
