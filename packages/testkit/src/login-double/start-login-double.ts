import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Server } from "socket.io";
import type { KumaAdmin } from "../kuma/kuma-server.ts";
import { closeServer, listenOnLoopback } from "../network/loopback-server.ts";
import { LoginDouble, type LoginAnswer } from "./login-double.ts";

/** A double of the log-in of Uptime Kuma 3.0. */
export interface StartedLoginDouble extends AsyncDisposable {
  readonly url: string;
  /** The requests by HTTP, such as `GET /api/auth/ok`. */
  readonly requests: readonly string[];
  /** The cookies of each handshake of a socket; `undefined` for one without. */
  readonly handshakes: readonly (string | undefined)[];
  /** Answers so many requests for a path with "too many", as it does from one address behind a proxy. */
  refuseNext(path: string, times: number): void;
  /** Leaves `/api/auth/ok` unanswered and lets sockets wait for their session; gives a function that ends it. */
  stall(): () => void;
  /** Cuts every socket, like a server that restarts. */
  cut(): void;
}

/** The version that its recording is of. */
const loginDoubleVersion = "3.0.0-beta.0";

/** The messages of a 3.0 to a connection without a log-in, and what it adds to one that is logged in. */
const anonymousInfo = { primaryBaseURL: null, serverTimezone: "UTC", serverTimezoneOffset: "+00:00" };
const listsFirst = ["monitorList", "monitorTypeList", "maintenanceList"];
const listsLast = ["notificationList", "proxyList", "dockerHostList", "apiKeyList", "remoteBrowserList"];

/** Starts one on 127.0.0.1. It is held to a recording of a real one (`test/log-in`), and knows no monitors. */
export async function startLoginDouble(account?: KumaAdmin): Promise<StartedLoginDouble> {
  const double = new LoginDouble(account);
  const requests: string[] = [];
  const handshakes: (string | undefined)[] = [];
  const refusals = new Map<string, number>();
  let busy: Promise<void> | undefined;
  const http = createServer((request, response) => {
    requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
    if (busy !== undefined && request.url === "/api/auth/ok") return;
    void answerTo(request, { double, refusals }).then((answer) => send(response, answer));
  });
  const io = new Server(http);
  io.on("connection", async (socket) => {
    const { cookie } = socket.handshake.headers;
    handshakes.push(cookie);
    socket.emit("info", anonymousInfo);
    if (double.needsSetup) socket.emit("setup");
    await busy;
    const username = double.usernameBy(cookiesIn(cookie));
    socket.on("needSetup", (reply: (isNeeded: boolean) => void) => reply(double.needsSetup));
    socket.on("getTags", (reply: (tags: unknown) => void) =>
      reply(username === undefined ? { ok: false, msg: "You are not logged in." } : { ok: true, tags: [] }),
    );
    if (username === undefined) {
      socket.emit("loginRequired");
      return;
    }
    socket.emit("session", username);
    for (const list of listsFirst) socket.emit(list, {});
    socket.emit("info", { ...anonymousInfo, version: loginDoubleVersion });
    for (const list of listsLast) socket.emit(list, []);
    socket.emit("statusPageList", {});
  });
  const port = await listenOnLoopback(http);
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    handshakes,
    stall: () => {
      let goOn = (): void => {};
      busy = new Promise((resolve) => (goOn = resolve));
      return () => {
        busy = undefined;
        goOn();
      };
    },
    refuseNext: (path, times) => void refusals.set(path, times),
    cut: () => {
      for (const socket of io.sockets.sockets.values()) socket.conn.close();
    },
    [Symbol.asyncDispose]: async () => {
      await io.close();
      await closeServer(http);
    },
  };
}

async function answerTo(
  request: IncomingMessage,
  { double, refusals }: { readonly double: LoginDouble; readonly refusals: Map<string, number> },
): Promise<LoginAnswer & { readonly headers?: Readonly<Record<string, string>> }> {
  const path = request.url ?? "/";
  const body = await jsonOf(request);
  const left = refusals.get(path) ?? 0;
  if (left > 0) {
    refusals.set(path, left - 1);
    const message = "Too many requests. Please try again later.";
    return { status: 429, body: { message }, headers: { "x-retry-after": "1" } };
  }
  if (path === "/api/setup") return double.setUp(body);
  if (path === "/api/entry-page") return { status: 200, body: { type: "entryPage", entryPage: "dashboard" } };
  if (!path.startsWith("/api/auth/")) return { status: 404, body: null };
  const { cookie, origin } = request.headers;
  if (request.method === "POST" && cookie !== undefined && origin === undefined)
    return { status: 403, body: { message: "Missing or null Origin", code: "MISSING_OR_NULL_ORIGIN" } };
  return double.answer({ path: path.slice("/api/auth/".length), body, cookies: cookiesIn(cookie) });
}

async function jsonOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function send(
  response: ServerResponse,
  { status, body, cookies = [], headers = {} }: LoginAnswer & { readonly headers?: Readonly<Record<string, string>> },
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers, "set-cookie": [...cookies] });
  response.end(JSON.stringify(body));
}

function cookiesIn(header: string | undefined): ReadonlyMap<string, string> {
  const pairs = (header ?? "").split(";").map((pair) => pair.trim().split("=", 2));
  return new Map(pairs.map(([name = "", value = ""]) => [name, decodeURIComponent(value)]));
}
