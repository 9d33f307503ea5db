import * as Flags from "@oclif/core/flags";

import type { Zod } from "../contract/command-contract.ts";
import { KumaCommand } from "../kuma-command.ts";
import type { StoredSession } from "../profiles/session-store.ts";

/** `kuma logout`. */
export default class Logout extends KumaCommand<typeof Logout> {
  static override summary = "Forget the stored session of a server.";
  static override description =
    "An Uptime Kuma from 3.0 on ends the session, too. An older one is not asked: it ends a session only when the password is changed.";
  static override flags = {
    all: Flags.boolean({ default: false, summary: "Forget the sessions of all servers." }),
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    { description: "Everywhere", command: "<%= config.bin %> <%= command.id %> --all" },
  ];
  static output = (z: Zod) => z.strictObject({ forgotten: z.array(z.string()) });
  static readOnly = false;
  static destructive = false;
  static idempotent = true;
  static withoutDryRun = "It changes your own settings alone.";

  async run(): Promise<void> {
    const { flags } = await this.parse(Logout);
    const { sessions } = this;
    const server = await this.serverInUse();
    const one = server === undefined ? [] : [server];
    const servers = flags.all ? await sessions.servers() : one;
    const found = await Promise.all(servers.map((url) => sessions.find(url)));
    const forgotten = await sessions.forget(servers);
    for (const session of found) await this.#end(session);
    const text = forgotten.map((url) => `Forgot the session of ${url}.`).join("\n");
    if (forgotten.length === 0) this.note("There was no such session.");
    this.printResult({ forgotten }, text, forgotten.join("\n"));
  }

  /** It is forgotten here in any case. */
  async #end(session: StoredSession | undefined): Promise<void> {
    if (session === undefined || session.token === null) return;
    const { endSession, isKumaError } = await import("../client-work.ts");
    const { connectionSettings } = await import("../connection/open-client.ts");
    const { server, token, headers } = session;
    try {
      await endSession({ ...connectionSettings({ ...this.connection, headers }), url: server, token });
    } catch (error) {
      if (!isKumaError(error) || error.code === "KUMA_ABORTED") throw error;
      if (error.code === "KUMA_AUTH_SESSION_INVALID") return;
      this.warn(`The session of ${server} could not be ended there: ${error.message}`);
    }
  }
}
