import { cutMessage, formatMessage } from "./format-message.ts";
import { judgeNetworkError } from "./judge-network-error.ts";
import { judgeReply } from "./judge-reply.ts";
import type { TransportOptions } from "./connection-pool.ts";
import type { RequestLimits } from "./exchange.ts";
import type { PushOutcome } from "./push-outcome.ts";
import { ServerConnections } from "./server-connections.ts";

/** A beat for the server to record. */
export interface Beat {
  readonly status: "up" | "down";
  /** One line, short enough and without secrets: see `formatMessage`. */
  readonly message: string;
  /** In ms; left out when nothing was measured. */
  readonly ping?: number;
}

/** One push. */
export interface PushRequest {
  readonly token: string;
  readonly beat: Beat;
  readonly limits: RequestLimits;
}

/** Where to push to. */
export interface PushClientOptions extends TransportOptions {
  /** With its base path, when it has one. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Pushes beats to one Uptime Kuma. */
export interface PushClient {
  /** Pushes once and says what became of it. Never throws. */
  push(request: PushRequest): Promise<PushOutcome>;
  /** To be called when the connections may have died unnoticed, as after the machine slept. */
  dropIdle(): void;
  close(): void;
}

/**
 * The lengths to which a message is cut when it is too long for a proxy before the server, in bytes; first this, then
 * that.
 */
const shorterBytes = [300, 60] as const;

function encoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    // Half a surrogate pair is not a character.
    return encodeURIComponent(text.replace(/\p{Cs}/gu, "\uFFFD"));
  }
}

/** Builds the paths of pushes to a server; the only place that does. */
function pushPaths({ pathname }: URL): (request: PushRequest) => string {
  // No slash at the end: with one the server answers 200 with its web page and records nothing.
  const start = `${pathname.replace(/\/+$/, "")}/api/push/`;
  return ({ token, beat: { status, message, ping = 0 } }) => {
    // The server stores 0 as nothing, and 2.1+ refuses what is negative.
    const end = ping > 0 ? `&ping=${ping.toFixed(0)}` : "";
    return `${start}${encoded(token)}?status=${status}&msg=${encoded(message)}${end}`;
  };
}

/** Names of headers do not care for case, but those of objects do. */
function inSmallLetters(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/**
 * Creates a client for the push endpoint.
 *
 * GET, because 1.23 accepts nothing else. A push that is too large is sent again, shorter. Else it does not retry: the
 * queue does, as only it knows the newest state.
 *
 * @param options - the server and how to reach it
 */
export function createPushClient(options: PushClientOptions): PushClient {
  const url = new URL(options.url);
  const headers = { accept: "application/json", "user-agent": "kuma-agent", ...inSmallLetters(options.headers) };
  const connections = new ServerConnections({ ...options, url, headers });
  const pathOf = pushPaths(url);
  async function pushOnce(request: PushRequest): Promise<PushOutcome> {
    try {
      const outcome = judgeReply(await connections.get(pathOf(request), request.limits));
      // What the server says of a failure can quote the request.
      return outcome.ok ? outcome : { ...outcome, message: formatMessage(outcome.message, [request.token]) };
    } catch (error) {
      if (request.limits.giveUp?.isCalled === true)
        return { ok: false, kind: "stopped", message: "the agent was stopped" };
      return judgeNetworkError(error, url);
    }
  }

  return {
    async push(request) {
      let outcome = await pushOnce(request);
      for (const bytes of shorterBytes) {
        if (outcome.ok || outcome.kind !== "too-large") return outcome;
        const message = cutMessage(request.beat.message, bytes);
        if (message !== request.beat.message) {
          outcome = await pushOnce({ ...request, beat: { ...request.beat, message } });
        }
      }
      return outcome;
    },
    dropIdle: () => connections.dropIdle(),
    close: () => connections.close(),
  };
}
