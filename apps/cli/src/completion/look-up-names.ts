import { spawn } from "node:child_process";

import { readingEvents } from "../api/reading-events.ts";
import { chooseCredentials } from "../profiles/choose-credentials.ts";
import { chooseServer, serverSteps } from "../profiles/choose-server.ts";
import { configFolder } from "../profiles/own-folders.ts";
import { ProfileStore } from "../profiles/profile-store.ts";
import { SessionStore } from "../profiles/session-store.ts";
import { normaliseServerUrl } from "../server-url.ts";
import type { Candidate, NameSource } from "./complete-words.ts";
import { cachedNames, type NamedThing } from "./name-cache.ts";

/** The names that may come next, of the server that the flags typed so far (or the settings) lead to. */
export async function lookUpNames(
  source: NameSource,
  given: ReadonlyMap<string, string>,
): Promise<readonly Candidate[]> {
  const folder = configFolder();
  const stores = { profiles: new ProfileStore(folder), sessions: new SessionStore(folder, () => undefined) };
  if (source === "profiles")
    return (await stores.profiles.list()).map(({ name, server }) => ({ text: name, description: server }));
  if (source === "servers") {
    const profiles = await stores.profiles.list();
    const servers = [...(await stores.sessions.servers()), ...profiles.map(({ server }) => server)];
    return [...new Set(servers)].map((text) => ({ text }));
  }
  if (source === "events") return readingEvents.map((text) => ({ text }));
  if (source === "providers") {
    const { describeNotificationTypes } = await import("../client-work.ts");
    return describeNotificationTypes().map(({ type, title }) => ({ text: type, description: title }));
  }
  const typed = given.get("server");
  const server = typed === undefined ? undefined : normaliseServerUrl(typed);
  const steps = await serverSteps({ server, profile: given.get("profile") }, stores);
  const credentials = await chooseCredentials(stores.sessions, chooseServer(steps)?.url);
  // A login by password counts against the limit of the server, which pressing Tab must not use up.
  if (credentials.kind === "password") return [];
  const names = await cachedNames(credentials.server, () => readInBackground(credentials.server));
  if (source === "dockerHostIds") return ids(names["dockerHosts"]);
  if (source === "proxyIds") return ids(names["proxies"]);
  return candidates(names[source] ?? []);
}

/** Starts another `kuma` that reads the names, and lives on when this one has answered. */
function readInBackground(server: string): void {
  const program = process.argv[1] ?? "";
  const child = spawn(process.execPath, [program, "__names", server], { detached: true, stdio: "ignore" });
  // Without one that can be started there are no new names, and no more.
  child.on("error", () => {});
  child.unref();
}

/** For settings that are an id. */
function ids(all: readonly NamedThing[] = []): readonly Candidate[] {
  return all.map(({ id, name }) => ({ text: String(id), description: name }));
}

/** Names that a command line can hold; one that several share, or that looks like a flag, is given by its id. */
function candidates(all: readonly NamedThing[]): readonly Candidate[] {
  const shared = (name: string): boolean => all.filter((other) => other.name === name).length > 1;
  return all
    .filter(({ name }) => !/\p{Cc}/u.test(name))
    .map(({ id, name, about }) =>
      name.startsWith("-") || shared(name)
        ? { text: `id:${id}`, description: name }
        : { text: name, description: `${about}, id ${id}` },
    );
}
