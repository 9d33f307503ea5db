import { CliError } from "../cli-error.ts";
import { readVariable } from "../environment.ts";
import type { SessionStore } from "./session-store.ts";

/** How a command logs in, and where. */
export type Credentials =
  | {
      readonly kind: "session";
      readonly server: string;
      readonly username: string | null;
      readonly token: string | null;
      /** For something in front of the server; secret. */
      readonly headers?: Readonly<Record<string, string>> | undefined;
    }
  | {
      readonly kind: "password";
      readonly server: string;
      readonly username: string;
      readonly password: string;
      /** As those of a session. */
      readonly headers?: Readonly<Record<string, string>> | undefined;
    };

/**
 * Chooses how to log in to a server: KUMA_USERNAME with KUMA_PASSWORD, then the stored session.
 *
 * @param server - as `chooseServer` has found it; undefined when there is none
 * @param asVisitor - it is enough to knock; default: false
 * @throws CliError (exit 4, `KUMA_AUTH_REQUIRED`) when there is no way
 */
export async function chooseCredentials(
  store: SessionStore,
  server: string | undefined,
  asVisitor = false,
): Promise<Credentials> {
  if (server === undefined) throw await notLoggedIn(store, server);
  const username = readVariable("KUMA_USERNAME");
  const password = username === undefined ? undefined : readVariable("KUMA_PASSWORD");
  const session = await store.find(server);
  if (username !== undefined && password !== undefined)
    return { kind: "password", server, username, password, headers: session?.headers };
  if (session === undefined && asVisitor) return { kind: "session", server, username: null, token: null };
  if (session === undefined) throw await notLoggedIn(store, server);
  return { kind: "session", ...session };
}

async function notLoggedIn(store: SessionStore, server: string | undefined): Promise<CliError> {
  const others = await store.servers();
  const known = others.length === 0 ? "" : ` (there are sessions for ${others.join(", ")})`;
  return new CliError({
    code: "KUMA_AUTH_REQUIRED",
    message:
      server === undefined ? "You are not logged in to any server" : `You are not logged in to ${server}${known}`,
    hint: `kuma login ${server ?? "URL"}`,
    exit: 4,
  });
}
