import { effectiveConfig } from "@kumakit/provision/installed-agent";

import { askAgents, installedAgent, ofUserFlag } from "../../agents/installed-agent.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { hostFlags } from "../../flags/host-flags.ts";
import { describeHosts, hostsData, hostsSchema } from "../../hosts/host-results.ts";
import { namedHosts } from "../../hosts/named-hosts.ts";
import { HostsCommand } from "../../hosts-command.ts";
import { formatJson } from "../../output/write.ts";

/** `kuma agent config`. */
export default class AgentConfig extends HostsCommand<typeof AgentConfig> {
  static override summary = "Print the config that the agent works with: all files together, with every default.";
  static override description =
    "Secrets are masked: the values of headers and of environments, and whatever looks like a secret elsewhere. Tokens are not in it; they lie in the files that it names. Needs no login, but root for the agent of the whole host.";
  static override flags = { ...hostFlags, user: ofUserFlag };
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    {
      description: "That of another host, for a program",
      command: "<%= config.bin %> <%= command.id %> --host ops@app1 --json",
    },
  ];
  static output = (z: Zod) => z.union([configSchema(z), hostsSchema(z, configSchema(z))]);
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { flags } = await this.parse(AgentConfig);
    const { user: ofUser } = flags;
    const names = await namedHosts(flags);
    if (names === undefined) {
      const config = await effectiveConfig(await installedAgent({ ofUser, signal: this.signal }), {
        signal: this.signal,
      });
      return this.printResult(config, () => formatJson(config));
    }
    const results = await this.onHosts(names, { asRoot: !ofUser }, (at) =>
      askAgents(at, ofUser, (agent, signal) => effectiveConfig(agent, { signal })),
    );
    this.printResult(
      hostsData(results, (config) => config),
      () => describeHosts(results, formatJson),
    );
    this.endHosts(results);
  }
}

const configSchema = (z: Zod) => z.looseObject({}).describe("As the schema of the agent's config has it.");
