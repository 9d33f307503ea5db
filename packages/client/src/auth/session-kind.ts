import type { IncomingMessage } from "node:http";
import { beginRequest } from "../transport/http-fetch.ts";
import type { Route } from "../transport/transport-settings.ts";

/**
 * How a server keeps who is logged in: by a token that is sent over the socket (up to 2.x), or by a cookie in the handshake
 * of the socket (3.0 and later).
 */
export type SessionKind = "token" | "cookie";

/** How long to wait for the answer, in milliseconds. */
const longestWait = 3_000;
/** The answer of 3.0 has 11. */
const mostBytes = 1_000;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readStart(message: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of message.setEncoding("utf8")) {
    text += String(chunk);
    if (text.length > mostBytes) break;
  }
  return text;
}

async function kindBy(message: IncomingMessage): Promise<SessionKind> {
  // Asked too often: only the log-in of 3.0 counts by address, and says so in a header.
  if (message.statusCode === 429 && message.headers["x-retry-after"] !== undefined) return "cookie";
  if (message.statusCode !== 200 || message.headers["content-type"]?.includes("json") !== true) return "token";
  return Reflect.get(Object(parse(await readStart(message))), "ok") === true ? "cookie" : "token";
}

/** Somebody who asks, and may lose interest. */
export interface KindQuestion extends Route {
  readonly signal: AbortSignal | undefined;
}

/**
 * Finds out before any log-in how a server keeps its sessions: `GET /api/auth/ok` is the start page to servers up to 2.x,
 * and `{"ok":true}` from 3.0 on. Waits 3 s and reads 1 kB at most. Never throws.
 *
 * @returns `undefined` when no answer has come.
 */
export async function findSessionKind(question: KindQuestion): Promise<SessionKind | undefined> {
  const { signal, url } = question;
  // Not AbortSignal.any: on Node 20 a combined signal can be garbage collected and then never fires.
  const controller = new AbortController();
  const giveUp = (): void => controller.abort();
  const timer = setTimeout(giveUp, longestWait);
  if (signal?.aborted === true) giveUp();
  signal?.addEventListener("abort", giveUp);
  try {
    const request = await beginRequest(question, new URL(`${url.href}/api/auth/ok`), { signal: controller.signal });
    const message = await new Promise<IncomingMessage>((resolve, reject) => {
      request.on("error", reject);
      request.once("response", resolve);
      request.end();
    });
    message.on("error", () => {});
    try {
      return await kindBy(message);
    } finally {
      message.destroy();
    }
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
  }
}
