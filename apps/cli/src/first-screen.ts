import type { KumaClient } from "@kumakit/client";
import { printable } from "@kumakit/text";

import { overviewOf } from "./monitors/overview/overview.ts";
import { chooseCredentials, type Credentials } from "./profiles/choose-credentials.ts";
import { chooseServer, serverSteps } from "./profiles/choose-server.ts";
import { configFolder } from "./profiles/own-folders.ts";
import { ProfileStore } from "./profiles/profile-store.ts";
import { SessionStore } from "./profiles/session-store.ts";
import { inStatusStyle } from "./output/status-text.ts";
import { write } from "./output/write.ts";

/** How long somebody who has typed `kuma` alone waits for the server at most, in ms. */
const PATIENCE = 1500;

/** One line of state, and the next sensible step. */
interface FirstLines {
  readonly state: string;
  readonly next: string;
}

/** The lines of `kuma` alone, above its help. Making them never fails, and asks no server unless somebody is logged in to it. */
export async function writeFirstScreen(): Promise<void> {
  const { state, next } = await firstLines().catch(() => ({
    state: "The settings cannot be read.",
    next: "kuma config explain",
  }));
  write(`${state}\nNext: ${next}\n\n`, process.stdout);
}

async function firstLines(): Promise<FirstLines> {
  const folder = configFolder();
  const stores = { profiles: new ProfileStore(folder), sessions: new SessionStore(folder, () => undefined) };
  const server = chooseServer(await serverSteps({ server: undefined, profile: undefined }, stores))?.url;
  if (server === undefined) return { state: "You are not logged in to an Uptime Kuma yet.", next: "kuma init" };
  const credentials = await chooseCredentials(stores.sessions, server).catch(() => undefined);
  if (credentials === undefined) return { state: `You are not logged in to ${server}.`, next: `kuma login ${server}` };
  // A log-in by password counts against the limit of the server.
  if (credentials.kind === "password") return { state: `The server in use is ${server}.`, next: "kuma status" };
  return askServer(credentials);
}

async function askServer(credentials: Credentials): Promise<FirstLines> {
  const signal = AbortSignal.timeout(PATIENCE);
  const { server } = credentials;
  try {
    const { openClient } = await import("./connection/open-client.ts");
    const client = await openClient(credentials, { timeout: PATIENCE, debug: false, signal }, { keepStates: true });
    const lines = await stateOf(client, signal);
    // Not waited for: the process ends as soon as the help is written.
    void client.close();
    return lines;
  } catch (error) {
    const isEnded = error instanceof Error && error.name === "KumaAuthError";
    if (isEnded) return { state: `Your session at ${server} has ended.`, next: `kuma login ${server}` };
    const reason = signal.aborted || !(error instanceof Error) ? "it did not answer in time" : error.message;
    return { state: `${server} cannot be asked: ${printable(reason)}`, next: "kuma server info" };
  }
}

async function stateOf(client: KumaClient, signal: AbortSignal): Promise<FirstLines> {
  const { LiveMonitors } = await import("./monitors/seen/live-monitors.ts");
  const live = await LiveMonitors.open(client, { signal });
  const { counts, total } = overviewOf(await live.see());
  const { server } = client;
  if (total === 0) return { state: `${server.url} has no monitors yet.`, next: "kuma agent install UNIT" };
  const worst = counts.down > 0 ? "down" : counts.pending > 0 ? "pending" : "up";
  const sum = inStatusStyle(worst, `${counts[worst]} of ${total} monitors are ${worst}`, process.stdout);
  return { state: `${server.url}: ${sum}.`, next: worst === "up" ? "kuma agent install UNIT" : "kuma status" };
}
