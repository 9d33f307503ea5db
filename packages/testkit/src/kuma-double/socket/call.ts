import type { DoubleSession } from "./double-session.ts";

/** The acknowledgement of a call. Mostly `{ ok, msg }`, but not always. */
export type Answer = unknown;

/** One call of a client that is being worked on. */
export interface Call {
  readonly session: DoubleSession;
  /** What the client sent, without the acknowledgement. */
  readonly args: readonly unknown[];
  /** Sends the acknowledgement. Without one in the right place this fails, as on the real server, where nobody sees it. */
  readonly reply: (answer?: Answer) => void;
}

/** The server's work for a call. An error is acknowledged as `{ ok: false, msg }`. */
export interface CallHandler {
  /** How many values come before the acknowledgement. A server takes them by place only. */
  readonly values: number;
  /** Whether it can be called without being logged in. */
  readonly isPublic?: boolean;
  readonly work: (call: Call) => void | Promise<void>;
}

/** Thrown by a handler that fails without any acknowledgement. */
export class NoAnswerError extends Error {}

/** `{ ok: true }` with a text that the user interface translates. */
export function done(msg: string, more: Readonly<Record<string, unknown>> = {}): Answer {
  return { ok: true, msg, msgi18n: true, ...more };
}

/** `{ ok: false }` with a text that the user interface translates. */
export function failed(msg: string, more: Readonly<Record<string, unknown>> = {}): Answer {
  return { ok: false, msg, msgi18n: true, ...more };
}

/** A value of a call as the object that it should be. */
export function objectAt(call: Call, index: number, firstRead: string): Record<string, unknown> {
  const value = call.args[index];
  if (value === null || value === undefined)
    throw new TypeError(`Cannot read properties of ${String(value)} (reading '${firstRead}')`);
  return value as Record<string, unknown>;
}
