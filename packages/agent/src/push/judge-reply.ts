import type { IncomingHttpHeaders } from "node:http";
import type { PushFailureKind, PushOutcome } from "./push-outcome.ts";

/** The answer of the server, or of something before it. */
export interface ServerReply {
  readonly status: number;
  readonly body: string;
  /** The names in small letters. Empty with status 200: nobody asks for them. */
  readonly headers: IncomingHttpHeaders;
}

/** The push route's answer, with 404, when no active monitor has the token; the same in 1.23 and 2.x. */
const notFoundMessage = "Monitor not found or not active.";

interface KumaReply {
  readonly ok: boolean;
  readonly msg: string;
}

function kumaReplyIn(body: string): KumaReply | undefined {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== "object" || value === null || !("ok" in value)) return undefined;
    return { ok: value.ok === true, msg: "msg" in value && typeof value.msg === "string" ? value.msg : "" };
  } catch {
    return undefined;
  }
}

function retryAfterMs(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function fail(kind: PushFailureKind, message: string): PushOutcome {
  return { ok: false, kind, message };
}

const tooLarge: ReadonlySet<number> = new Set([413, 414, 431]);
const wantsLogin: ReadonlySet<number> = new Set([401, 403]);

function comeBackLater({ status, headers }: ServerReply): PushOutcome {
  const waitMs = retryAfterMs(headers["retry-after"]);
  return {
    ok: false,
    kind: status === 429 ? "rate-limited" : "server-error",
    message: `HTTP ${status}: the server asks to come back later`,
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  };
}

function judgeStatus(reply: ServerReply): PushOutcome {
  const http = `HTTP ${reply.status}`;
  if (tooLarge.has(reply.status)) return fail("too-large", `${http}: the request was too large for the server`);
  if (reply.status >= 300 && reply.status < 400) {
    return fail("redirected", `${http}: the server sends elsewhere${whereTo(reply.headers.location)}`);
  }
  if (reply.status === 429 || reply.status === 503) return comeBackLater(reply);
  if (reply.status === 407) return fail("proxy", `${http}: the proxy wants a login; see server.proxy`);
  if (reply.status >= 500) return fail("server-error", `${http}: the server, or a proxy before it, is in trouble`);
  return fail(
    "not-the-push-endpoint",
    wantsLogin.has(reply.status)
      ? `${http}: something before the server asks for a login; see server.headers`
      : `${http} and no answer of Uptime Kuma: is server.url right, with its base path?`,
  );
}

/**
 * The setting that would avoid a redirect. Redirects are never followed: the token stands in the path, and belongs only
 * where the config says. Of a path other than that of a push only the origin is shown, because it may be secret.
 */
function whereTo(location: string | undefined): string {
  const advice = "set server.url to where it really is";
  if (location === undefined || !URL.canParse(location)) return `; ${advice}`;
  const { origin, pathname } = new URL(location);
  const end = pathname.indexOf("/api/push/");
  return end < 0 ? `, to ${origin}; ${advice}` : `; set server.url to ${origin}${pathname.slice(0, end)}`;
}

/**
 * Says what the answer to a push means. Success is HTTP 200 and JSON with `ok: true`, and nothing else: a server that
 * is being set up answers 200 with a web page, and every failure inside the server is a 404.
 */
export function judgeReply(reply: ServerReply): PushOutcome {
  const kuma = kumaReplyIn(reply.body);
  if (reply.status === 200) {
    if (kuma?.ok === true) return { ok: true };
    return kuma === undefined
      ? fail(
          "not-the-push-endpoint",
          "HTTP 200 with a web page: is server.url right, with its base path, and is the server set up and not just being upgraded?",
        )
      : fail("refused-by-server", `the server did not record it: ${kuma.msg || "no reason given"}`);
  }
  if (reply.status === 404 && kuma !== undefined) {
    return kuma.msg === notFoundMessage
      ? fail(
          "monitor-not-found",
          "the server knows no active monitor with this token; it was paused or deleted, or the token is wrong",
        )
      : fail("refused-by-server", `the server did not record it: ${kuma.msg || "no reason given"}`);
  }
  return judgeStatus(reply);
}
