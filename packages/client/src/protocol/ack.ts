import * as z from "zod";
import { KumaAuthError, KumaProtocolError, KumaRejectedError } from "../errors/kuma-errors.ts";
import { englishOf } from "./english-of.ts";
import { serverWords } from "./server-words.ts";

const ackSchema = z.looseObject({ ok: z.boolean(), msg: z.unknown().optional() });

/** A positive answer: `ok` and whatever the event adds to it. */
export type Ack = Readonly<Record<string, unknown>>;

/** The question, for the error's sentence, and the texts that the error must not show. */
export interface AskedFor {
  /** The subject of the sentence, such as `The monitor "web"`. */
  readonly what: string;
  /** A function where there are many to be gathered: it is only called for an error. */
  readonly secrets?: readonly string[] | (() => readonly string[]) | undefined;
}

/** The server's own words in an answer, translated where they are only a key. */
export function messageOf(answer: unknown): string {
  const message: unknown = typeof answer === "object" && answer !== null ? Reflect.get(answer, "msg") : undefined;
  return typeof message === "string" && message !== "" ? englishOf(message) : "no reason given";
}

/**
 * Reads an acknowledgement of the usual shape `{ ok, msg, … }`.
 *
 * @throws {@link KumaAuthError} when the connection is not logged in.
 * @throws {@link KumaRejectedError} when the server said no.
 * @throws {@link KumaProtocolError} when the answer has another shape.
 */
export function readAck(answer: unknown, asked: AskedFor): Ack {
  const ack = ackSchema.safeParse(answer);
  if (!ack.success) throw new KumaProtocolError(`${asked.what}: the server's answer has an unknown shape.`);
  if (ack.data.ok) return ack.data;
  const message = messageOf(ack.data);
  if (serverWords.notLoggedIn.test(message))
    throw new KumaAuthError("KUMA_AUTH_REQUIRED", "The server wants a log-in first.");
  const secrets = typeof asked.secrets === "function" ? asked.secrets() : asked.secrets;
  throw new KumaRejectedError(`${asked.what} was refused by the server: ${message}`, { reason: message, secrets });
}

/**
 * Takes a field out of an answer.
 *
 * @throws {@link KumaProtocolError} when it is missing or of another type.
 */
export function fieldOf<T>(ack: Ack, field: string, schema: z.ZodType<T>): T {
  const value = schema.safeParse(ack[field]);
  if (!value.success) throw new KumaProtocolError(`The server's answer lacks a usable "${field}".`);
  return value.data;
}
