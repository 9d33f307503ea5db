import { hostFactsSchema, localHost, shownFacts, surveyHost } from "@kumakit/installer";
import { onHosts } from "@kumakit/provision/installed-agent";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import type { Zod } from "../../contract/command-contract.ts";
import { hostFlags } from "../../flags/host-flags.ts";
import { hostsData, hostsSchema } from "../../hosts/host-results.ts";
import { namedHosts } from "../../hosts/named-hosts.ts";
import { HostsCommand } from "../../hosts-command.ts";
import { formatJson } from "../../output/write.ts";

/** `kuma agent facts [UNIT...]`. */
export default class AgentFacts extends HostsCommand<typeof AgentFacts> {
  static override summary =
    "Print what an install must know of this host or others, for a plan that is made elsewhere.";
  static override description =
    "The JSON is for --facts of kuma agent install and kuma agent add. It needs no login, but root for the agent of the whole host. It holds no token. Where the config of an agent holds secrets, such as headers, its text is left out, and a plan must be made with --host.";
  static override strict = false;
  static override args = {
    unit: Args.string({ description: "A unit that is to be watched, such as nginx; several may be named." }),
  };
  static override flags = {
    ...hostFlags,
    user: Flags.boolean({ default: false, summary: "For an agent of yourself (systemctl --user)." }),
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> nginx > web1.json",
    {
      description: "Those of another host, over SSH, for two units",
      command: "<%= config.bin %> <%= command.id %> nginx redis --host ops@web1",
    },
  ];
  static output = (z: Zod) => z.union([hostFactsSchema, hostsSchema(z, hostFactsSchema)]);
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(AgentFacts);
    const scope = flags.user ? "user" : "system";
    const question = { scope, units: argv.map(String) } as const;
    const names = await namedHosts(flags);
    const asRoot = !flags.user;
    const results =
      names === undefined
        ? undefined
        : await this.onHosts(names, { asRoot }, ({ hosts, options }) =>
            onHosts(hosts, options, async ({ host, voice: { emit, signal } }) => {
              emit({ kind: "look", host: host.label });
              return shownFacts(await surveyHost(host, question, { signal }));
            }),
          );
    const [first, ...others] = results ?? [];
    if (results === undefined) {
      const facts = shownFacts(await surveyHost(localHost(), question, { signal: this.signal }));
      return this.printResult(facts, () => formatJson(facts));
    }
    // The facts of one host are a file for --facts.
    if (first?.ok === true && others.length === 0)
      return this.printResult(first.outcome, () => formatJson(first.outcome));
    this.printResult(
      hostsData(results, (facts) => facts),
      () => formatJson(hostsData(results, (facts) => facts)),
    );
    this.endHosts(results);
  }
}
