import * as Flags from "@oclif/core/flags";

import type { Zod } from "../contract/command-contract.ts";
import { KumaCommand } from "../kuma-command.ts";
import { formatJson } from "../output/write.ts";

/** `kuma inventory`. */
export default class Inventory extends KumaCommand<typeof Inventory> {
  static override summary = "Print the hosts that agents report from as an inventory of Ansible.";
  static override description =
    "It is JSON always. The groups are kuma_down, and for each tag and each group of monitors tag_NAME, tag_NAME_VALUE and group_NAME.";
  static override flags = {
    list: Flags.boolean({ default: false, summary: "All hosts; the default.", exclusive: ["host"] }),
    host: Flags.string({ summary: "Only the variables of this host.", helpValue: "NAME" }),
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> --list",
    { description: "The variables of a host", command: "<%= config.bin %> <%= command.id %> --host tk-app3" },
  ];
  static output = (z: Zod) => {
    const variables = z.strictObject({ kuma_monitors: z.array(z.int()), kuma_down: z.array(z.int()) }).partial();
    return z.union([
      variables.describe("Of one host: the ids of its monitors, and of those that are down."),
      z
        .object({ _meta: z.strictObject({ hostvars: z.record(z.string(), variables) }) })
        .catchall(z.strictObject({ hosts: z.array(z.string()) })),
    ]);
  };
  static readOnly = true;
  static destructive = false;
  static idempotent = true;
  static withoutTool = "It is for Ansible.";

  async run(): Promise<void> {
    const { flags } = await this.parse(Inventory);
    const client = await this.connect({ untilInterrupted: true, keepStates: true });
    const { LiveMonitors } = await import("../monitors/seen/live-monitors.ts");
    const { ansibleInventory } = await import("../inventory/ansible-inventory.ts");
    const { variables, groups, refused } = ansibleInventory(await (await LiveMonitors.open(client)).see());
    for (const name of refused) this.warn(`${JSON.stringify(name)} is not the name of a host, and is left out.`);
    const all = Object.keys(variables);
    const named = Object.entries({ all, ...groups }).map(([group, hosts]) => [group, { hosts }] as const);
    const data =
      flags.host === undefined
        ? { _meta: { hostvars: variables }, ...Object.fromEntries(named) }
        : (variables[flags.host] ?? {});
    this.printResult(data, () => formatJson(data), all.join("\n"));
  }
}
