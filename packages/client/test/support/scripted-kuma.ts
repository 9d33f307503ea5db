import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import type { Socket } from "socket.io";

/** Given back by a reply that is never to be acknowledged. */
export const noAnswer = Symbol("no answer");

type Reply = (args: readonly unknown[], socket: Socket) => unknown;

/** The messages and answers of a scripted server. */
export interface Script {
  /** What it says to a new connection. */
  readonly greet?: (socket: Socket) => void;
  /** What it answers to an event; others are never answered, as on a real server. */
  readonly replies?: Readonly<Record<string, Reply>>;
  /** Where its socket.io is. */
  readonly path?: string;
  /** Where it listens; any free port by default. */
  readonly port?: number;
  /** How often it gives a sign of life, and how long it waits for one (ms); socket.io's 25 s and 20 s by default. */
  readonly signsOfLife?: { readonly pingInterval: number; readonly pingTimeout: number };
  /** Ways to connect. */
  readonly transports?: readonly ("polling" | "websocket")[];
  /** What it answers to plain HTTP. */
  readonly onRequest?: (request: IncomingMessage, response: ServerResponse) => void;
}

/** A real socket.io server with a script. */
export interface ScriptedKuma extends AsyncDisposable {
  readonly url: string;
  /** Every event that came in, in order. */
  readonly received: readonly { readonly event: string; readonly args: readonly unknown[] }[];
  /** The headers of each connection. */
  readonly handshakes: readonly Readonly<Record<string, unknown>>[];
  /** The arguments of every event of that name. */
  argsOf(event: string): readonly (readonly unknown[])[];
  /** Says something to everybody. */
  say(event: string, ...args: readonly unknown[]): void;
  /** Throws everybody out, as Kuma does after a password change. */
  kick(): void;
  /** Cuts every connection, like a server that dies. */
  cut(): void;
  readonly connections: number;
}

export const anonymousInfo = { primaryBaseURL: null, serverTimezone: "UTC", serverTimezoneOffset: "+00:00" };

/** The greeting of 2.x. */
function greetAsTwo(socket: Socket): void {
  socket.emit("info", anonymousInfo);
  socket.emit("loginRequired");
}

/** The greeting of 1.23. */
export function greetAsOne(socket: Socket): void {
  socket.emit("info", anonymousInfo);
}

/** The events of a 2.5.3 before it acknowledges a log-in. */
export function sayListsOfTwo(socket: Socket, monitors: object = {}): void {
  socket.emit("monitorList", monitors);
  socket.emit("monitorTypeList", {});
  socket.emit("info", { ...anonymousInfo, version: "2.5.3" });
  socket.emit("notificationList", []);
}

/** Answers of a 2.5.3 that knows one session token. */
export const repliesOfTwo: Readonly<Record<string, Reply>> = {
  needSetup: () => false,
  loginByToken: ([token], socket) => {
    if (token !== sessionToken) return { ok: false, msg: "authInvalidToken", msgi18n: true };
    sayListsOfTwo(socket);
    return { ok: true };
  },
};

const payload = Buffer.from(JSON.stringify({ username: "admin" })).toString("base64url");

/** A session token in the shape of the server's. */
export const sessionToken = `eyJhbGciOiJIUzI1NiJ9.${payload}.c2lnbmF0dXJl`;

interface Request {
  readonly args: readonly unknown[];
  readonly socket: Socket;
  readonly acknowledge: ((answer: unknown) => void) | undefined;
}

async function answer(reply: Reply, { args, socket, acknowledge }: Request): Promise<void> {
  const result = await reply(args, socket);
  if (result !== noAnswer) acknowledge?.(result);
}

/** Starts one on a free port of the loopback. */
export async function startScriptedKuma(script: Script = {}): Promise<ScriptedKuma> {
  const received: { event: string; args: readonly unknown[] }[] = [];
  const handshakes: Record<string, unknown>[] = [];
  const http = createServer((request, response) => {
    if (script.onRequest !== undefined) return script.onRequest(request, response);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ type: "entryPage", entryPage: "dashboard" }));
  });
  const io = new Server(http, {
    path: script.path ?? "/socket.io/",
    ...script.signsOfLife,
    transports: [...(script.transports ?? ["polling", "websocket"])],
  });
  io.on("connection", (socket) => {
    handshakes.push({ ...socket.handshake.headers, transport: socket.conn.transport.name });
    socket.onAny((event: string, ...all: unknown[]) => {
      const acknowledge = typeof all.at(-1) === "function" ? (all.pop() as (answer: unknown) => void) : undefined;
      received.push({ event, args: all });
      const reply = script.replies?.[event];
      if (reply !== undefined) void answer(reply, { args: all, socket, acknowledge });
    });
    (script.greet ?? greetAsTwo)(socket);
  });
  await new Promise<void>((resolve) => http.listen(script.port ?? 0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    handshakes,
    argsOf: (event) => received.filter((call) => call.event === event).map(({ args }) => args),
    say: (event, ...args) => void io.emit(event, ...args),
    kick: () => io.disconnectSockets(true),
    cut: () => {
      for (const socket of io.sockets.sockets.values()) socket.conn.close();
    },
    get connections() {
      return io.sockets.sockets.size;
    },
    [Symbol.asyncDispose]: async () => {
      await io.close();
    },
  };
}
