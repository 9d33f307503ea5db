import { explainNetworkFailure } from "@kumakit/text";
import { DeadlineError } from "./deadline.ts";

/** An attempt, for messages. */
export interface Attempt {
  /** How messages call the other side: `db.example:5432`, or the path of a socket. */
  readonly place: string;
  readonly host?: string;
  /** The limit that was set, in ms. */
  readonly timeoutMs: number;
}

/**
 * Says in plain words why a connection failed.
 *
 * @param error - from node:net, node:tls, node:http, or the limit
 * @param attempt - what was tried
 */
export function explainFailure(error: unknown, { place, host, timeoutMs }: Attempt): string {
  if (!(error instanceof DeadlineError)) return explainNetworkFailure(error, { name: place, host });
  return `${place} timed out: no answer within ${Math.round(timeoutMs) / 1000} s`;
}
