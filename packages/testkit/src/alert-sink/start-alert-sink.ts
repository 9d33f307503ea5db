import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { closeServer, listenOnLoopback } from "../network/loopback-server.ts";
import type { AlertSink, SinkAnswer } from "./alert-sink.ts";
import { readAlert, type ReceivedAlert } from "./received-alert.ts";

/**
 * Starts a web server that records the alerts it is sent, with the time of their arrival.
 *
 * @example
 * ```ts
 * await using sink = await startAlertSink();
 * const alert = await sink.waitFor(({ status }) => status === "down");
 * ```
 */
export async function startAlertSink(): Promise<AlertSink> {
  const sink = new StartedSink();
  await sink.listen();
  return sink;
}

class StartedSink implements AlertSink {
  readonly alerts: ReceivedAlert[] = [];
  url = "";
  readonly #listeners = new Set<() => void>();
  readonly #server: Server;
  #answer: SinkAnswer = {};

  constructor() {
    this.#server = createServer((request, response) => {
      this.#receive(request, response).catch(() => response.destroy());
    });
  }

  async listen(): Promise<void> {
    this.url = `http://127.0.0.1:${await listenOnLoopback(this.#server)}`;
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let raw = "";
    request.setEncoding("utf8");
    for await (const chunk of request) raw += String(chunk);
    this.alerts.push(readAlert(raw, request.url ?? "/", performance.timeOrigin + performance.now()));
    for (const listener of this.#listeners) listener();
    const { status = 200, delay = 0 } = this.#answer;
    if (delay > 0) await sleep(delay, undefined, { ref: false });
    response.writeHead(status, { "content-type": "text/plain" }).end(status < 400 ? "ok" : "not ok");
  }

  async waitFor(
    predicate: (alert: ReceivedAlert) => boolean,
    { timeout = 20_000 }: { readonly timeout?: number } = {},
  ): Promise<ReceivedAlert> {
    return await new Promise((resolve, reject) => {
      const look = (): void => {
        const found = this.alerts.find((alert) => predicate(alert));
        if (found === undefined) return;
        clearTimeout(timer);
        this.#listeners.delete(look);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.#listeners.delete(look);
        const came = this.alerts.map(({ status, text }) => `\n- ${status}: ${text}`).join("") || " nothing";
        reject(new Error(`no such alert came within ${timeout / 1000} s, but only:${came}`));
      }, timeout);
      this.#listeners.add(look);
      look();
    });
  }

  respondWith(answer: SinkAnswer): void {
    this.#answer = answer;
  }

  async close(): Promise<void> {
    await closeServer(this.#server);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
