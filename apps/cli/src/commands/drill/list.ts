import { onHosts } from "@kumakit/provision/installed-agent";

import type { Zod } from "../../contract/command-contract.ts";
import {
  drillColumns,
  listedDrillsData,
  listedDrillsSchema,
  type ListedDrills,
  type OnHost,
} from "../../drills/drill-list.ts";
import { listFlags } from "../../flags/command-flags.ts";
import { hostFlags } from "../../flags/host-flags.ts";
import { namedHosts } from "../../hosts/named-hosts.ts";
import { HostsCommand } from "../../hosts-command.ts";

/** `kuma drill list`. */
export default class DrillList extends HostsCommand<typeof DrillList> {
  static override summary =
    "List the drills of the alerts: whether the last one was acknowledged, by whom, and the next.";
  static override description =
    "A state is proven when the last drill was acknowledged, waiting as long as there is time for it, unproven after that, and silent when the host drills no more. With --host the hosts are looked at as well: on a host they are running, stopped, or none.";
  static override flags = { ...hostFlags, ...listFlags };
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    { description: "Look at a host, too", command: "<%= config.bin %> <%= command.id %> --host ops@tk-app3" },
  ];
  static output = (z: Zod) => listedDrillsSchema(z);
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { flags } = await this.parse(DrillList);
    const names = await namedHosts(flags);
    const client = await this.connect({ keepStates: true });
    const { drillsOnHost, listDrills } = await import("../../provision-work.ts");
    const all = await listDrills(client);
    const found = new Map<number, OnHost>();
    const results =
      names === undefined
        ? []
        : await this.onHosts(names, { asRoot: true }, ({ hosts, options }) =>
            onHosts(hosts, options, async ({ host, voice }) => {
              const { state, monitorId } = await drillsOnHost(host, all, voice.signal);
              const known = all.some(({ monitor: { id } }) => id === monitorId);
              if (known && monitorId !== null) found.set(monitorId, state);
              else if (state !== "none")
                this.warn(`${host.label} drills for a monitor that is gone: kuma drill schedule`);
              return state;
            }),
          );
    const rows: readonly ListedDrills[] = all.map((one) => ({ ...one, onHost: found.get(one.monitor.id) ?? null }));
    if (rows.length === 0) this.note("There are no drills yet. Try: kuma drill schedule --monthly");
    const columns = drillColumns(new Date(), names !== undefined);
    const ids = rows.map(({ monitor }) => monitor.id);
    await this.printTable({ data: rows.map(listedDrillsData), rows, columns, ids }, flags);
    this.endHosts(results);
  }
}
