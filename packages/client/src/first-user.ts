import { checkFilledText } from "./arguments/check-text.ts";
import { checkObject } from "./arguments/check-object.ts";
import { checkCallOptions } from "./arguments/check-call-options.ts";
import { findSessionKind } from "./auth/session-kind.ts";
import type { ConnectionOptions } from "./connect-options.ts";
import { settingsOf } from "./connect-options.ts";
import { KumaProtocolError, KumaRejectedError, KumaValidationError } from "./errors/kuma-errors.ts";
import { askHttp } from "./http/ask-http.ts";
import type { HttpQuestion } from "./http/ask-http.ts";
import { readJson } from "./http/read-json.ts";
import { readAck } from "./protocol/ack.ts";
import type { TransportSettings } from "./transport/transport-settings.ts";
import { Transport } from "./transport/transport.ts";

/** The account to be made, and where. */
export interface FirstUserOptions extends ConnectionOptions {
  /** Its username. A server from 3.0 on takes 3 to 30 letters, digits, dots and underscores. */
  readonly username: string;
  /**
   * Its password: at least 6 characters, and of two kinds among small letters, capitals, digits and symbols; from 3.0 on at
   * least 8 characters.
   */
  readonly password: string;
}

async function withTransport<T>(options: ConnectionOptions, run: (transport: Transport) => Promise<T>): Promise<T> {
  const transport = await Transport.open(settingsOf(options));
  try {
    return await run(transport);
  } finally {
    await transport.close();
  }
}

async function askNeedSetup(transport: Transport): Promise<boolean> {
  const answer = await transport.call("needSetup", [], { signal: transport.settings.signal });
  if (typeof answer !== "boolean") throw new KumaProtocolError("The server did not say whether it needs a first user.");
  return answer;
}

/**
 * Says whether a server has no user yet. Needs no log-in.
 *
 * @param url - The server's address.
 * @param options - How to reach it.
 * @throws {@link KumaConnectionError}, {@link KumaTimeoutError}
 * @throws {@link KumaSetupRequiredError} when not even its database was chosen.
 */
export async function needsFirstUser(
  url: string | URL,
  options: Omit<ConnectionOptions, "url"> = {},
): Promise<boolean> {
  checkCallOptions(options);
  return withTransport({ ...options, url }, askNeedSetup);
}

// server/better-auth.ts of 3.0: it would make an account with another name, and never let it in.
const usableName = /^[a-zA-Z0-9_.]{3,30}$/;
const shortestPassword = 8;

async function setUpByHttp(settings: TransportSettings, account: FirstUserOptions): Promise<void> {
  const { username, password } = account;
  const { url, headers, tls, proxy, signal, timeouts } = settings;
  if (!usableName.test(username))
    throw new KumaValidationError(
      "username",
      "must have 3 to 30 letters, digits, dots and underscores for Uptime Kuma 3",
    );
  if (password.length < shortestPassword)
    throw new KumaValidationError("password", `must have at least ${shortestPassword} characters for Uptime Kuma 3`);
  const question: HttpQuestion = {
    server: url.href,
    path: "api/setup",
    what: "The first account",
    send: { username, password },
    secrets: [password],
    headers: { Origin: url.origin },
    mostBytes: 64_000,
  };
  const options = { headers, tls, proxy: proxy?.url ?? (false as const), signal, timeout: timeouts.login };
  readAck(readJson(await askHttp(question, options), question), { what: question.what, secrets: [password] });
}

/**
 * Makes the first and only account of a new server. Does not log in.
 *
 * @param options - The account, and where.
 * @throws {@link KumaRejectedError} when the server has a user already, or finds the password too weak.
 * @throws {@link KumaValidationError} when a server from 3.0 on would make an account that cannot log in.
 */
export async function setUpFirstUser(options: FirstUserOptions): Promise<void> {
  checkObject(options, "options");
  const { username, password } = options;
  checkFilledText(username, "username", 255);
  checkFilledText(password, "password");
  return withTransport(options, async (transport) => {
    if (!(await askNeedSetup(transport))) {
      throw new KumaRejectedError(`The Uptime Kuma at ${transport.settings.url.href} has a user already.`, {
        hint: "Log in with that account; who has forgotten it can reset the password on the server's host.",
      });
    }
    if ((await findSessionKind(transport.settings)) === "cookie") return setUpByHttp(transport.settings, options);
    const answer = await transport.call("setup", [username, password], {
      signal: options.signal,
      timeout: transport.settings.timeouts.login,
    });
    readAck(answer, { what: "The first account", secrets: [password] });
  });
}
