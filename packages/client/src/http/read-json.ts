import * as z from "zod";
import { KumaConnectionError, KumaRejectedError } from "../errors/kuma-errors.ts";
import type { HttpAnswer, HttpQuestion } from "./ask-http.ts";

const failureSchema = z.looseObject({ msg: z.string().optional() });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads a JSON answer of the server.
 *
 * @throws {@link KumaRejectedError} when the server said no.
 * @throws {@link KumaConnectionError} when it is not an answer of an Uptime Kuma.
 */
export function readJson(answer: HttpAnswer, question: HttpQuestion): unknown {
  const { status } = answer;
  const { what, secrets } = question;
  const body = answer.contentType.includes("json") ? parse(answer.text) : undefined;
  if (status >= 200 && status < 300 && body !== undefined) return body;
  // A failure has one of these and a message (`sendHttpError` in server/util-server.js).
  const failure = [400, 401, 403, 404, 503].includes(status) ? failureSchema.safeParse(body).data : undefined;
  if (failure?.msg !== undefined)
    throw new KumaRejectedError(`${what} was refused by the server: ${failure.msg}`, { secrets });
  if (status < 400) {
    throw new KumaConnectionError("KUMA_CONNECTION_NOT_KUMA", `${what} did not come: a web page was answered instead.`);
  }
  throw new KumaConnectionError("KUMA_CONNECTION_HTTP", `${what} did not come: the answer was HTTP ${status}.`);
}
