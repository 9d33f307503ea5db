import type { AgentSettings } from "../config/agent-config.ts";
import type { CheckTokens, LoadedConfig } from "./loaded-config.ts";
import type { OutletTarget, ServerRole } from "../push/outlet.ts";
import type { PushClient } from "../push/push-client.ts";
import { ServerLink } from "../push/server-link.ts";

/** How long a push may still be on its way with the settings before a reload, in ms: the longest that one may take. */
const formerClientMs = 120_000;

const roles = ["first", "second"] as const satisfies readonly ServerRole[];

function urlOf({ server, secondServer }: AgentSettings, role: ServerRole): string | undefined {
  return (role === "first" ? server : secondServer)?.url;
}

/** The ways to the servers, over all reloads. */
export class ServerLinks {
  readonly #links = new Map<ServerRole, ServerLink>();
  readonly #clients = new Map<ServerRole, PushClient>();
  readonly #formerClients = new Set<PushClient>();
  /** Whether nothing may be pushed: see {@link LoadedConfig.elsewhere}. */
  #isElsewhere = false;

  /**
   * Takes the servers of a config.
   *
   * @param next - comes into force
   * @param former - was in force
   * @returns those that are others than before
   */
  use({ config, clients, elsewhere }: LoadedConfig, former: AgentSettings | undefined): readonly ServerRole[] {
    // A check with a token of the other machine may have something to say still, and must not find the way open.
    if (this.#isElsewhere !== (elsewhere !== undefined)) this.#links.clear();
    this.#isElsewhere = elsewhere !== undefined;
    for (const role of roles) {
      const before = this.#clients.get(role);
      if (before !== undefined) this.#retire(before);
      this.#clients.delete(role);
      const client = clients[role]?.client;
      if (client === undefined) continue;
      this.#clients.set(role, client);
      const link = this.#links.get(role);
      if (link === undefined) this.#links.set(role, new ServerLink(client));
      else link.use(client);
    }
    return roles.filter((role) => former !== undefined && urlOf(former, role) !== urlOf(config, role));
  }

  /** Where a check is pushed to. @param monitor - identifies the one on the first server, where that is known */
  targetsOf({ first, second }: CheckTokens, monitor: string | undefined): readonly OutletTarget[] {
    const tokens = { first, second };
    return roles.flatMap((role) => {
      const [token, link] = [tokens[role], this.#links.get(role)];
      if (token === undefined || link === undefined) return [];
      return [{ role, token, link, ...(role === "first" && monitor !== undefined ? { monitor } : {}) }];
    });
  }

  /** The machine has slept. */
  lookNow(): void {
    for (const link of this.#links.values()) link.lookNow();
  }

  /** Closes every connection. */
  close(): void {
    for (const client of [...this.#clients.values(), ...this.#formerClients]) client.close();
  }

  #retire(client: PushClient): void {
    this.#formerClients.add(client);
    const timer = setTimeout(() => {
      client.close();
      this.#formerClients.delete(client);
    }, formerClientMs);
    timer.unref();
  }
}
