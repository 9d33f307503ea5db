import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Socket } from "node:net";
import { performance } from "node:perf_hooks";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { closeServer, listenOnLoopback } from "../network/loopback-server.ts";
import type { Fault, FaultProxy, FaultScope, ProxiedRequest } from "./fault-proxy.ts";
import { answerCut, answerWith, ask, tunnel, type Exchange } from "./forwarding.ts";

const webPage =
  '<!DOCTYPE html>\n<html lang="en"><head><title>Uptime Kuma</title></head><body><div id="app"></div></body></html>\n';

/**
 * Starts a proxy in front of a plain HTTP server.
 *
 * @example
 * ```ts
 * await using proxy = await startFaultProxy({ target: kuma.url });
 * await proxy.set({ kind: "status", status: 502 }, { path: "/api/push/" });
 * ```
 */
export async function startFaultProxy({ target }: { readonly target: string }): Promise<FaultProxy> {
  const proxy = new StartedProxy(new URL(target));
  await proxy.listen();
  return proxy;
}

class StartedProxy implements FaultProxy {
  readonly requests: ProxiedRequest[] = [];
  readonly #target: URL;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #port = 0;
  #fault: Fault = { kind: "none" };
  #path = "";

  constructor(target: URL) {
    this.#target = target;
    this.#server = createServer((request, response) => {
      const exchange = { request, response, target };
      // Whatever goes wrong between us and the server looks to the client like a connection that broke.
      this.#serve(exchange).catch(() => request.socket.destroy());
    });
    this.#server.on("connection", (socket: Socket) => this.#keep(socket));
    this.#server.on("upgrade", (request: IncomingMessage, socket: Duplex) => {
      this.#note(request);
      this.#upgrade(request, socket);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}${this.#target.pathname.replace(/\/$/u, "")}`;
  }

  async listen(): Promise<void> {
    this.#port = await listenOnLoopback(this.#server, this.#port);
  }

  async set(fault: Fault, { path = "" }: FaultScope = {}): Promise<void> {
    this.#fault = fault;
    this.#path = path;
    if (fault.kind === "refuse") await this.#stopListening();
    else if (!this.#server.listening) await this.listen();
  }

  dropConnections(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    await this.#stopListening();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #stopListening(): Promise<void> {
    const closed = closeServer(this.#server);
    this.dropConnections();
    await closed;
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => this.#sockets.delete(socket));
  }

  #note({ method = "GET", url = "/" }: IncomingMessage): void {
    this.requests.push({ at: performance.timeOrigin + performance.now(), method, path: url });
  }

  #upgrade(request: IncomingMessage, socket: Duplex): void {
    const fault = this.#faultFor(request);
    if (fault.kind === "refuseUpgrade") {
      socket.end("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      return;
    }
    const cut = fault.kind === "cutTunnel" ? { afterBytes: fault.afterBytes } : {};
    const isMute = (): boolean => this.#faultFor(request).kind === "muteTunnel";
    this.#keep(tunnel(request, { socket, target: this.#target, isMute, ...cut }));
  }

  #faultFor({ url }: IncomingMessage): Fault {
    return url?.startsWith(this.#path) === true ? this.#fault : { kind: "none" };
  }

  async #serve(exchange: Exchange): Promise<void> {
    const { request, response } = exchange;
    this.#note(request);
    const fault = this.#faultFor(request);
    switch (fault.kind) {
      case "status":
        response.writeHead(fault.status, { "content-type": "text/plain" }).end(`fault proxy: ${fault.status}\n`);
        return;
      case "html200":
        response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(webPage);
        return;
      case "cut":
        await answerCut(exchange, fault.afterBytes);
        return;
      case "delay":
        await pause(fault.request);
        await answerWith(exchange, await askAndPause(exchange, fault.response));
        return;
      case "slow":
        await answerWith(exchange, await ask(exchange), fault.bytesPerSecond);
        return;
      case "refuse":
        request.socket.destroy();
        return;
      case "none":
      case "refuseUpgrade":
      case "cutTunnel":
      case "muteTunnel":
        await answerWith(exchange, await ask(exchange));
    }
  }
}

async function askAndPause(exchange: Exchange, delay: number | undefined): Promise<IncomingMessage> {
  const answer = await ask(exchange);
  await pause(delay);
  return answer;
}

async function pause(delay = 0): Promise<void> {
  if (delay > 0) await sleep(delay, undefined, { ref: false });
}
