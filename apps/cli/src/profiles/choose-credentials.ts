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
    }
  | { readonly kind: "password"; readonly server: string; readonly username: string; readonly password: string };

/**
 * Chooses server and credentials: `--server`, then KUMA_SERVER, then the server logged in to last; KUMA_USERNAME with
 * KUMA_PASSWORD, then the stored session of that server.
 *
 * @throws CliError (exit 4, `KUMA_AUTH_REQUIRED`) when there is none
 */
export async function chooseCredentials(store: SessionStore, serverFlag?: string): Promise<Credentials> {
  const named = serverFlag ?? readVariable("KUMA_SERVER");
  const username = readVariable("KUMA_USERNAME");
  const password = username === undefined ? undefined : readVariable("KUMA_PASSWORD");
  if (named !== undefined && username !== undefined && password !== undefined)
    return { kind: "password", server: named, username, password };
  const session = await store.find(named);
  if (session === undefined) throw await notLoggedIn(store, named);
  if (username !== undefined && password !== undefined)
    return { kind: "password", server: session.server, username, password };
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
