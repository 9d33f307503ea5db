import { askHttp } from "../http/ask-http.ts";
import type { HttpAnswer } from "../http/ask-http.ts";
import { readJson } from "../http/read-json.ts";
import type { TransportSettings } from "../transport/transport-settings.ts";
import { withCookie } from "../transport/with-cookie.ts";
import type { AuthAnswer, AuthQuestion } from "./auth-question.ts";
import { authRefusal, tooManyLogins } from "./auth-refusal.ts";
import { sleep } from "./login-limit.ts";
import { cookiesSetBy, secretsOfCookie } from "./session-cookie.ts";

/** How long it may take, and what stops it. */
export interface AuthPatience {
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
}

// A session with its user has 1 kB.
const mostBytes = 64_000;
const shortestRetry = 1;

async function send(
  settings: TransportSettings,
  question: AuthQuestion,
  patience: AuthPatience,
): Promise<{ readonly answer: HttpAnswer; readonly secrets: readonly string[] }> {
  const { url, headers, tls, proxy } = settings;
  const { cookie, path } = question;
  const secrets = [...question.secrets, ...(cookie?.split("; ").flatMap(secretsOfCookie) ?? [])];
  const answer = await askHttp(
    {
      server: url.href,
      path: `api/auth/${path}`,
      what: "The server's answer",
      send: question.send,
      mostBytes,
      secrets,
      // It refuses what a web page of somebody else could have sent.
      headers: { ...withCookie(headers, cookie), Origin: url.origin },
    },
    { headers: {}, tls, proxy: proxy?.url ?? false, ...patience },
  );
  return { answer, secrets };
}

/**
 * Asks something of the HTTP log-in of Uptime Kuma 3. It takes a few questions of a kind in 10 seconds from one address: where
 * it says when it takes the next one, and that is soon enough, it is asked again then.
 *
 * @throws {@link KumaAuthError}, {@link KumaRejectedError} when the server says no.
 * @throws {@link KumaConnectionError}, {@link KumaTimeoutError}, {@link KumaAbortedError}
 */
export async function askAuth(
  settings: TransportSettings,
  question: AuthQuestion,
  { timeout, signal }: AuthPatience,
): Promise<AuthAnswer> {
  const until = performance.now() + timeout;
  for (;;) {
    const rest = Math.max(until - performance.now(), 1);
    const { answer, secrets } = await send(settings, question, { timeout: rest, signal });
    if (answer.status !== 429) {
      if (answer.status >= 400) throw authRefusal(answer, { ...question, secrets, url: settings.url.href });
      const body = readJson(answer, { server: settings.url.href, path: question.path, what: question.what, secrets });
      return { body, cookies: cookiesSetBy(answer.headers) };
    }
    const seconds = Math.max(Number(answer.headers.get("x-retry-after") ?? Infinity), shortestRetry);
    if (!(seconds * 1_000 < until - performance.now())) throw tooManyLogins(settings.url.href, seconds);
    settings.logger.warn(`waiting ${seconds} s: the server takes no more of these requests for the moment`);
    await sleep(seconds * 1_000, signal);
  }
}
