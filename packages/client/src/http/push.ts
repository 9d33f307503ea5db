import * as z from "zod";
import { checkCallOptions } from "../arguments/check-call-options.ts";
import { checkObject } from "../arguments/check-object.ts";
import { KumaProtocolError, KumaRejectedError, KumaValidationError } from "../errors/kuma-errors.ts";
import { validate } from "../monitor-types/validate.ts";
import { messageOf } from "../protocol/ack.ts";
import { parsePushUrl, pushUrlOf, type PushUrl } from "../urls/push-url.ts";
import { askHttp, type HttpQuestion } from "./ask-http.ts";
import type { HttpOptions } from "./http-options.ts";
import { readJson } from "./read-json.ts";

/** The state for a push monitor. */
export interface PushBeat {
  /** How it is. @defaultValue `up` */
  readonly status?: "up" | "down" | undefined;
  /** What there is to say. @defaultValue the server writes `OK` */
  readonly message?: string | undefined;
  /** How long it took, in milliseconds. */
  readonly ping?: number | undefined;
}

/** A push monitor, by its URL or by server and token. */
export type PushTarget = string | URL | { readonly server: string | URL; readonly token: string };

// Node's own HTTP server takes 16 KiB of request line and headers together; proxies take 8.
const longestQuery = 6_000;
const longestPush = 120_000;
// server/routers/api-router.js since 2.1
const longestPing = 1e11;

const beatSchema: z.ZodType<PushBeat> = z.strictObject({
  status: z.enum(["up", "down"], 'must be "up" or "down"').optional(),
  message: z.string().optional(),
  ping: z
    .number("must be a number of milliseconds")
    .min(0, "must not be negative")
    .max(longestPing, "must not be longer than three years")
    .optional(),
});
const answerSchema = z.looseObject({ ok: z.boolean() });

function urlOf(target: Exclude<PushTarget, string | URL>): string {
  checkObject(target, "target");
  return pushUrlOf(target.server, target.token);
}

function isDecodable(text: string): boolean {
  return !/%(?![0-9a-f]{2})/i.test(text);
}

function addressOf(target: PushTarget): PushUrl {
  const text = typeof target === "string" || target instanceof URL ? String(target) : urlOf(target);
  const url = parsePushUrl(text);
  if (url === undefined || !isDecodable(text))
    throw new KumaValidationError("target", "must be the URL of a push monitor: http://…/api/push/<token>");
  return url;
}

function queryOf(beat: PushBeat): string {
  const { status = "up", message, ping } = validate(beatSchema, beat);
  const query = new URLSearchParams({ status });
  if (message !== undefined && message !== "") query.set("msg", message);
  if (ping !== undefined) query.set("ping", String(ping));
  const text = query.toString();
  if (text.length > longestQuery) throw new KumaValidationError("message", "is too long for the address of a request");
  return text;
}

/**
 * Pushes a state to a push monitor. Needs no log-in and no client: the token in the URL is the permission. The query of
 * a copied push URL (`?status=up&msg=OK&ping=`) is replaced.
 *
 * A 2.x server answers only after every notification about a change was sent, which is why this waits for so long. Push one
 * after the other to a monitor: two at a time can alert twice, or never.
 *
 * @param target - The monitor's push URL, or server and token.
 * @param beat - How it is; `up` when nothing is said.
 * @throws {@link KumaValidationError} when the target or the beat is wrong; nothing was sent.
 * @throws {@link KumaRejectedError} when there is no active push monitor with that token.
 * @throws {@link KumaConnectionError}, {@link KumaTimeoutError}, {@link KumaAbortedError}
 *
 * @example
 * ```ts
 * await push({ server: "http://localhost:3001", token }, { status: "down", message: "disk full" });
 * ```
 */
export async function push(target: PushTarget, beat: PushBeat = {}, options: HttpOptions = {}): Promise<void> {
  checkCallOptions(options);
  const { server, token } = addressOf(target);
  const secrets = [token, decodeURIComponent(token)];
  const path = `api/push/${token}?${queryOf(beat)}`;
  const question: HttpQuestion = { server, path, what: "The answer to the push", secrets };
  const timeout = options.timeout ?? longestPush;
  const body = readJson(await askHttp(question, { ...options, timeout }), question);
  const answer = answerSchema.safeParse(body);
  if (!answer.success) throw new KumaProtocolError("The push was answered in an unknown shape.");
  if (!answer.data.ok)
    throw new KumaRejectedError(`The push was refused by the server: ${messageOf(body)}`, { secrets });
}
