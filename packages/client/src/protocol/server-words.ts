import { KumaRejectedError } from "../errors/kuma-errors.ts";

/**
 * The server's own words, after translation of the keys that 2.x sends. An answer without a code leaves nothing else to tell one
 * refusal from another. Each stands here, with the files of the server that say it, and nowhere else in this package.
 */
export const serverWords = {
  /** To a connection that is not logged in (`checkLogin` in server/util-server.js). */
  notLoggedIn: /^You are not logged in\.$/,
  /** For everybody together, after 20 log-ins a minute or 30 changes of two-factor authentication (server/rate-limiter.js). */
  tooFrequent: /^Too frequently/i,
  /** To a log-in (server/auth.js). */
  wrongCredentials: /^Incorrect username or password/i,
  /** To a change that wants the password once more (`doubleCheckPassword` in server/util-server.js; better-auth since 3.0). */
  wrongCurrentPassword: /Incorrect current password|^Invalid password$/i,
  /** To a two-factor code that is wrong or was used before (server/server.js). */
  wrongTotpCode: /^Invalid Token/i,
  /** `getMonitor` of an unknown id stumbles over null in JavaScript; `pauseMonitor` and others say the second. */
  unknownMonitor: /Cannot read propert(?:y|ies) .*of null|You do not own this monitor/,
  /** One or the other for an unknown slug (server/socket-handlers/status-page-socket-handler.js). */
  unknownStatusPage: /No slug\?|slug is not found|Status Page is not found/i,
  /** From 2.1 on (server/socket-handlers/status-page-socket-handler.js). */
  unknownIncident: /Incident not found/,
  /** A statement that the database refused, as the list of heartbeats of 2.0.0-dev.0 does (knex with SQLite). */
  failedStatement: /SQLITE_ERROR/,
} as const satisfies Readonly<Record<string, RegExp>>;

/** Something that the server says; see {@link serverWords}. */
export type ServerWord = keyof typeof serverWords;

/** Whether an error is the server's refusal with this reason. */
export function serverSaid(error: unknown, word: ServerWord): boolean {
  return error instanceof KumaRejectedError && serverWords[word].test(error.reason ?? "");
}
