/** A server that answers what it is told and writes down what it was asked. */

import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Asked {
  method: string;
  path: string;
  headers: Record<string, string>;
  text: string;
  body: unknown;
}

export interface Said {
  status?: number;
  json?: unknown;
  text?: string;
  headers?: Record<string, string>;
  /** Milliseconds until the answer. */
  after?: number;
}

export class Stub {
  readonly asked: Asked[] = [];
  private answers: Said[] = [];
  private readonly server: Server;

  private constructor() {
    this.server = createServer(async (request, response) => {
      this.asked.push(await written(request));
      const said = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
      const { status = 200, json, text, headers = {}, after = 0 } = said ?? {};
      const body = text ?? (json === undefined ? "" : JSON.stringify(json));
      const type = text === undefined ? "application/json" : "text/plain";
      setTimeout(() => response.writeHead(status, { "content-type": type, ...headers }).end(body), after);
    });
  }

  static async open(): Promise<Stub> {
    const stub = new Stub();
    await new Promise<void>((resolve) => stub.server.listen(0, "127.0.0.1", resolve));
    return stub;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Answer with these one after another; the last one stays. Forgets what was asked before. */
  answer(...answers: Said[]): void {
    this.answers = answers;
    this.asked.length = 0;
  }

  get last(): Asked {
    const last = this.asked.at(-1);
    if (last === undefined) {
      throw new Error("nothing was asked");
    }
    return last;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

async function written(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  const json = request.headers["content-type"] === "application/json";
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    text,
    body: json ? JSON.parse(text) : text || null,
  };
}
