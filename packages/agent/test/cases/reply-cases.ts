import type { PushFailureKind } from "../../src/push/push-outcome.ts";

/** An answer to a push, and its meaning to the agent and to the script alike. */
export interface ReplyCase {
  readonly status: number;
  readonly body: string;
  readonly kind: "recorded" | PushFailureKind;
  /** Empty when it was recorded. */
  readonly message: string;
  /** Whether a second try in a moment may help. */
  readonly again: boolean;
}

const webPage =
  "HTTP 200 with a web page: is server.url right, with its base path, and is the server set up and not just being upgraded?";
const notThere = "the server knows no active monitor with this token; it was paused or deleted, or the token is wrong";
const noReason = "the server did not record it: no reason given";
const noKuma = (status: number): string =>
  `HTTP ${status} and no answer of Uptime Kuma: is server.url right, with its base path?`;
const login = (status: number): string =>
  `HTTP ${status}: something before the server asks for a login; see server.headers`;
const tooLarge = (status: number): string => `HTTP ${status}: the request was too large for the server`;
const trouble = (status: number): string => `HTTP ${status}: the server, or a proxy before it, is in trouble`;
const later = (status: number): string => `HTTP ${status}: the server asks to come back later`;
const elsewhere = (status: number): string =>
  `HTTP ${status}: the server sends elsewhere; set server.url to where it really is`;

type Row = readonly [status: number, body: string, kind: ReplyCase["kind"], message?: string, again?: "again"];

const rows: readonly Row[] = [
  [200, '{"ok":true}', "recorded"],
  [200, '{"ok":true,"msg":"OK"}', "recorded"],
  [200, '{ "msg": "", "ok" : true }', "recorded"],
  [200, "<!DOCTYPE html><title>Uptime Kuma</title>", "not-the-push-endpoint", webPage],
  [200, "", "not-the-push-endpoint", webPage],
  [200, '["ok",true]', "not-the-push-endpoint", webPage],
  [200, '{"ok":"true"}', "refused-by-server", noReason, "again"],
  [200, '{"ok":false,"msg":"no"}', "refused-by-server", "the server did not record it: no", "again"],
  [404, '{"ok":false,"msg":"Monitor not found or not active."}', "monitor-not-found", notThere],
  [404, '{"ok":false,"msg":"SQLITE_BUSY"}', "refused-by-server", "the server did not record it: SQLITE_BUSY", "again"],
  [404, '{"ok":false,"msg":"a \\"b\\" c"}', "refused-by-server", 'the server did not record it: a "b" c', "again"],
  [404, '{"ok":false}', "refused-by-server", noReason, "again"],
  [404, "<html>Not Found</html>", "not-the-push-endpoint", noKuma(404)],
  [204, "", "not-the-push-endpoint", noKuma(204)],
  [400, "bad", "not-the-push-endpoint", noKuma(400)],
  [301, "", "redirected", elsewhere(301)],
  [302, "<html>", "redirected", elsewhere(302)],
  [401, "", "not-the-push-endpoint", login(401)],
  [403, "no", "not-the-push-endpoint", login(403)],
  [407, "", "proxy", "HTTP 407: the proxy wants a login; see server.proxy"],
  [413, "", "too-large", tooLarge(413)],
  [414, "", "too-large", tooLarge(414)],
  [431, "", "too-large", tooLarge(431)],
  [429, "", "rate-limited", later(429), "again"],
  [503, '{"ok":true}', "server-error", later(503), "again"],
  [500, "", "server-error", trouble(500), "again"],
  [502, "<html>Bad Gateway</html>", "server-error", trouble(502), "again"],
];

/** Both judges run these. */
export const replyCases: readonly ReplyCase[] = rows.map(([status, body, kind, message = "", again]) => ({
  status,
  body,
  kind,
  message,
  again: again !== undefined,
}));
