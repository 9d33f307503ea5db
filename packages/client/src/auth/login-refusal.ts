import { KumaAuthError, type KumaAuthErrorCode } from "../errors/kuma-errors.ts";
import { messageOf } from "../protocol/ack.ts";
import { serverWords } from "../protocol/server-words.ts";

const codes: readonly (readonly [RegExp, KumaAuthErrorCode])[] = [
  [serverWords.tooFrequent, "KUMA_AUTH_RATE_LIMITED"],
  [serverWords.wrongCredentials, "KUMA_AUTH_INVALID_CREDENTIALS"],
  [serverWords.wrongTotpCode, "KUMA_AUTH_TOTP_INVALID"],
];

const sentences: Readonly<Partial<Record<KumaAuthErrorCode, string>>> = {
  KUMA_AUTH_RATE_LIMITED: "refuses further log-ins for the moment: there were too many in the last minute",
  KUMA_AUTH_INVALID_CREDENTIALS: "does not know this username and password",
  KUMA_AUTH_TOTP_INVALID: "refused the two-factor code",
};

/**
 * The error for a `login` that was answered with no.
 *
 * @param answer - The answer.
 * @param url - The server's address.
 * @param secrets - What was sent.
 */
export function loginRefusal(answer: unknown, url: string, secrets: readonly string[]): KumaAuthError {
  const message = messageOf(answer);
  const code = codes.find(([pattern]) => pattern.test(message))?.[1] ?? "KUMA_AUTH_REFUSED";
  const sentence = sentences[code] ?? `refused the log-in: ${message}`;
  return new KumaAuthError(code, `The Uptime Kuma at ${url} ${sentence}.`, { secrets });
}
