import { needsFirstUser, type KumaClient } from "@kumakit/client";
import { printable } from "@kumakit/text";

import { askText } from "../prompts/ask.ts";
import { problemOfServer, readTypedServer, splitAddress } from "../server-url.ts";
import type { Guide } from "./guide.ts";

/** The server that somebody wants to use. */
interface ServerWish {
  /** As it was typed. */
  readonly url: string | undefined;
  /** The one that is in use already. */
  readonly server: () => Promise<string | undefined>;
}

/** Logs in, or makes the first user of a server that has none; does nothing for who is logged in. */
export async function firstLogIn(guide: Guide, { url, server }: ServerWish): Promise<void> {
  const inUse = await server();
  const isInUse = url === undefined || readTypedServer(splitAddress(url).address) === inUse;
  if (inUse !== undefined && isInUse) {
    const client = await loggedIn(guide);
    if (client !== undefined) return guide.say(`Done already: logged in to ${inUse}${accountOf(client)}.`);
  }
  const typed = url ?? inUse ?? (await askText(guide.question, "URL of your Uptime Kuma", problemOfServer));
  // A server that cannot be asked so is the log-in's business: it says why.
  const isNew = await needsFirstUser(readTypedServer(splitAddress(typed).address)).catch(() => false);
  if (isNew) guide.say("This Uptime Kuma is new: you are its first user.");
  // The server in use may be that of a profile, whose name is given with every command.
  await guide.run(isNew ? "server:setup" : "login", typed === inUse ? [] : [typed]);
}

/** The connection of who is logged in; undefined when the session has ended, or there is none. */
async function loggedIn(guide: Guide): Promise<KumaClient | undefined> {
  try {
    return await guide.connect();
  } catch (error) {
    const isOver = error instanceof Error && ["KumaAuthError", "CliError"].includes(error.name);
    if (isOver) return undefined;
    throw error;
  }
}

function accountOf({ session: { username } }: KumaClient): string {
  return username === undefined ? "" : ` as ${printable(username)}`;
}
