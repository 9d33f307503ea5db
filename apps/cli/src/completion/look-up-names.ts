import { chooseCredentials, type Credentials } from "../profiles/choose-credentials.ts";
import { chooseServer, serverSteps } from "../profiles/choose-server.ts";
import { baseFolder, configFolder } from "../profiles/own-folders.ts";
import { ProfileStore } from "../profiles/profile-store.ts";
import { SessionStore } from "../profiles/session-store.ts";
import { normaliseServerUrl } from "../server-url.ts";
import type { Candidate, NameSource } from "./complete-words.ts";
import { cachedNames, type ServerNames } from "./name-cache.ts";

type Named = ServerNames["monitors"][number];

/** How long a person who has pressed Tab is made to wait for the server, in ms. */
const PATIENCE = 1000;

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
  const typed = given.get("server");
  const server = typed === undefined ? undefined : normaliseServerUrl(typed);
  const steps = await serverSteps({ server, profile: given.get("profile") }, stores);
  const credentials = await chooseCredentials(stores.sessions, chooseServer(steps)?.url);
  const names = await cachedNames({ folder: baseFolder("XDG_CACHE_HOME", ".cache"), server: credentials.server }, () =>
    readNames(credentials),
  );
  if (source === "notifications") return candidates(names.notifications);
  return candidates(source === "groups" ? names.monitors.filter(({ type }) => type === "group") : names.monitors);
}

async function readNames(credentials: Credentials): Promise<ServerNames> {
  // A login by password counts against the limit of the server, which pressing Tab must not use up.
  if (credentials.kind === "password") throw new Error("not asked");
  const { openClient } = await import("../connection/open-client.ts");
  const options = { timeout: PATIENCE, debug: false, signal: AbortSignal.timeout(PATIENCE) };
  const client = await openClient(credentials, options);
  const [monitors, notifications] = await Promise.all([client.monitors.list(), client.notifications.list()]);
  // Not waited for: the process ends as soon as the answer is written.
  void client.close();
  return { monitors: monitors.map(pick), notifications: notifications.map(pick) };
}

function pick({ id, name, type }: Named): Named {
  return { id, name, type };
}

/** Names that a command line can hold; one that several share, or that looks like a flag, is given by its id. */
function candidates(all: ServerNames["monitors"]): readonly Candidate[] {
  const shared = (name: string): boolean => all.filter((other) => other.name === name).length > 1;
  return all
    .filter(({ name }) => !/\p{Cc}/u.test(name))
    .map(({ id, name, type }) =>
      name.startsWith("-") || shared(name)
        ? { text: `id:${id}`, description: name }
        : { text: name, description: `${type}, id ${id}` },
    );
}
