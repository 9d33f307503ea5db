import type { KumaClient } from "@kumakit/client";
import { plainLine } from "@kumakit/text";

import { chooseCredentials } from "../profiles/choose-credentials.ts";
import { configFolder } from "../profiles/own-folders.ts";
import { SessionStore } from "../profiles/session-store.ts";
import type { Identified, Noun } from "../resources/noun.ts";
import { apiKeyNoun } from "../resources/nouns/api-key.ts";
import { dockerHostNoun } from "../resources/nouns/docker-host.ts";
import { maintenanceNoun } from "../resources/nouns/maintenance.ts";
import { proxyNoun } from "../resources/nouns/proxy.ts";
import { statusPageNoun } from "../resources/nouns/status-page.ts";
import { tagNoun } from "../resources/nouns/tag.ts";
import { storeNames, type NamedThing } from "./name-cache.ts";

/** How long the server may take for each answer, in ms. Nobody waits for it. */
const PATIENCE = 10_000;

/** Reads all names that a server knows, and keeps them for the next Tab. */
export async function readNames(server: string): Promise<void> {
  const credentials = await chooseCredentials(new SessionStore(configFolder(), () => undefined), server);
  // A login by password counts against the limit of the server, which pressing Tab must not use up.
  if (credentials.kind === "password") return;
  const { openClient } = await import("../connection/open-client.ts");
  const options = { timeout: PATIENCE, debug: false, signal: AbortSignal.timeout(3 * PATIENCE) };
  await using client = await openClient(credentials, options);
  const monitors = (await client.monitors.list()).map(({ id, name, type }) => ({ id, name, about: type }));
  const notifications = (await client.notifications.list()).map(({ id, name, type }) => ({ id, name, about: type }));
  const others = await Promise.all([
    namesOf(client, apiKeyNoun, ({ status }) => `API key, ${status}`),
    namesOf(client, dockerHostNoun, ({ daemon }) => daemon),
    namesOf(client, maintenanceNoun, ({ strategy, status }) => `${strategy}, ${status}`),
    namesOf(client, proxyNoun, () => "proxy"),
    namesOf(client, statusPageNoun, ({ title }) => title),
    namesOf(client, tagNoun, () => "tag"),
  ]);
  const [apiKeys, dockerHosts, maintenances, proxies, pages, tags] = others;
  const groups = monitors.filter(({ about }) => about === "group");
  await storeNames(server, {
    monitors,
    groups,
    notifications,
    apiKeys,
    dockerHosts,
    maintenances,
    proxies,
    pages,
    tags,
  });
}

/** One kind that cannot be read, such as one that this version of the server does not have, leaves the others. */
async function namesOf<Item extends Identified>(
  client: KumaClient,
  noun: Noun<Item>,
  about: (item: Item) => string,
): Promise<readonly NamedThing[]> {
  const all = await noun.list(client).catch(() => []);
  return all.map((item) => ({ id: item.id, name: noun.nameOf(item), about: plainLine(about(item)) }));
}
