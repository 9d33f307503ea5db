import * as z from "zod";
import {
  KumaAuthError,
  type KumaAuthErrorCode,
  KumaConnectionError,
  type KumaError,
  KumaRejectedError,
} from "../errors/kuma-errors.ts";
import type { HttpAnswer } from "../http/ask-http.ts";

const unusableName = "Uptime Kuma 3 knows names of 3 to 30 letters, digits, dots and underscores only.";
const noSuchUser = "does not know this username and password";

/** The refusals of better-auth, by its code. */
const meanings: Readonly<Record<string, readonly [code: KumaAuthErrorCode, sentence: string, hint?: string]>> = {
  INVALID_USERNAME_OR_PASSWORD: ["KUMA_AUTH_INVALID_CREDENTIALS", noSuchUser],
  USERNAME_TOO_SHORT: ["KUMA_AUTH_INVALID_CREDENTIALS", noSuchUser, unusableName],
  USERNAME_TOO_LONG: ["KUMA_AUTH_INVALID_CREDENTIALS", noSuchUser, unusableName],
  INVALID_USERNAME: ["KUMA_AUTH_INVALID_CREDENTIALS", noSuchUser, unusableName],
  INVALID_PASSWORD: ["KUMA_AUTH_INVALID_CREDENTIALS", "does not accept that password"],
  INVALID_CODE: ["KUMA_AUTH_TOTP_INVALID", "refused the two-factor code"],
  INVALID_TWO_FACTOR_COOKIE: ["KUMA_AUTH_REFUSED", "has forgotten that the password was right: begin the log-in again"],
  UNAUTHORIZED: ["KUMA_AUTH_SESSION_INVALID", "does not accept the session any more"],
};

const refusalSchema = z.looseObject({ code: z.string().optional(), message: z.string().optional() });

/** The question, and its place. */
interface Refused {
  readonly url: string;
  readonly what: string;
  readonly secrets: readonly string[];
}

function bodyOf(answer: HttpAnswer): z.infer<typeof refusalSchema> | undefined {
  try {
    return answer.contentType.includes("json") ? refusalSchema.safeParse(JSON.parse(answer.text)).data : undefined;
  } catch {
    return undefined;
  }
}

// "Failed to check password": said with HTTP 500 and without a code (better-auth's haveIBeenPwned).
function hintFor(status: number, message: string): string | undefined {
  if (status !== 500 || !/^Failed to check password/i.test(message)) return undefined;
  return "Uptime Kuma 3 asks api.pwnedpasswords.com whether a new password was stolen before: the server has to reach it.";
}

/**
 * The error for an answer of `/api/auth/` that says no.
 *
 * @param answer - The answer, with a status of 400 or above.
 * @param asked - What it was asked.
 */
export function authRefusal(answer: HttpAnswer, { url, what, secrets }: Refused): KumaError {
  const body = bodyOf(answer);
  const meaning = meanings[body?.code ?? ""];
  if (meaning !== undefined) {
    const [code, sentence, hint] = meaning;
    return new KumaAuthError(code, `The Uptime Kuma at ${url} ${sentence}.`, { secrets, hint });
  }
  if (body?.message !== undefined) {
    const reason = body.message;
    const hint = hintFor(answer.status, reason);
    return new KumaRejectedError(`${what} was refused by the server: ${reason}`, { reason, secrets, hint });
  }
  return new KumaConnectionError(
    "KUMA_CONNECTION_HTTP",
    `${what} was answered with HTTP ${answer.status} by ${url}, and not by an Uptime Kuma.`,
    { secrets, hint: "Look at the reverse proxy: it must pass /api/auth/ on." },
  );
}

/** The error for too many questions. */
export function tooManyLogins(url: string, seconds: number): KumaAuthError {
  const wait = Number.isFinite(seconds) ? `, and takes the next one in ${seconds} s` : "";
  return new KumaAuthError(
    "KUMA_AUTH_RATE_LIMITED",
    `The Uptime Kuma at ${url} has had too many of these requests from this address${wait}.`,
    {
      hint: "Uptime Kuma 3 takes 3 log-ins in 10 seconds from one address: wait a little, and reuse the session token.",
    },
  );
}
