import type { Heartbeat } from "@kumakit/client";
import { printable } from "@kumakit/text";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import type { Zod } from "../../contract/command-contract.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { selectMonitors } from "../../monitors/select-monitors.ts";
import type { LiveMonitors } from "../../monitors/seen/live-monitors.ts";
import { localTime } from "../../output/figures.ts";
import { inStatusStyle, statusText } from "../../output/status-text.ts";

/** `kuma monitor watch [MONITOR…]`. */
export default class MonitorWatch extends KumaCommand<typeof MonitorWatch> {
  static override summary = "Print each change of status as it happens, until Ctrl-C.";
  static override description =
    "Watches all monitors unless some are named. With --json each change is one line of JSON. Heartbeats that were recorded while the connection was lost follow when it is back.";
  static override strict = false;
  static override args = { monitor: Args.string({ description: "Ids or names; all monitors without one." }) };
  static override flags = {
    all: Flags.boolean({ default: false, summary: "Print every heartbeat, not the changes alone." }),
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    { description: "Two of them, for a program", command: "<%= config.bin %> <%= command.id %> app3/nginx 12 --json" },
  ];
  static output = (z: Zod) =>
    z
      .strictObject({
        id: z.int(),
        name: z.string(),
        time: z.iso.datetime(),
        status: z.enum(["up", "down", "pending", "maintenance"]),
        message: z.string(),
        ping: z.number().nullable().describe("Milliseconds."),
        important: z.boolean().describe("Whether the status changed with it."),
        late: z.boolean().describe("Whether it was recorded while the connection was lost."),
      })
      .describe("One line of the output.");
  static readOnly = true;
  static destructive = false;
  static idempotent = true;
  static withoutTool = "It never ends by itself.";

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(MonitorWatch);
    const client = await this.connect({ untilInterrupted: true, keepStates: true });
    // Who reads the output may leave, as in `kuma monitor watch | head -1`.
    process.stdout.on("error", () => void client.close());
    const { LiveMonitors } = await import("../../monitors/seen/live-monitors.ts");
    const live = await LiveMonitors.open(client, { signal: this.signal });
    const ids = new Set(selectMonitors(live.monitors, argv.map(String)).monitors.map(({ id }) => id));
    this.note(`Watching ${ids.size === 0 ? "all monitors" : `${ids.size} of the monitors`}; Ctrl-C ends it.`);
    for await (const event of live.events) {
      live.take(event);
      if (event.type === "connectionLost") this.note("The connection to the server is lost; trying again.");
      if (event.type === "connectionRestored") this.note("The connection to the server is back.");
      if (event.type !== "heartbeat") continue;
      const { heartbeat, isLate } = event;
      if (ids.size > 0 && !ids.has(heartbeat.monitorId)) continue;
      if (flags.all || heartbeat.important) this.#print(live, heartbeat, isLate);
    }
  }

  #print(live: LiveMonitors, { monitorId, time, status, message, ping, important }: Heartbeat, late: boolean): void {
    const name = live.monitor(monitorId)?.name ?? `id:${monitorId}`;
    const look = inStatusStyle(status, statusText(status), process.stdout);
    this.printEach(
      { id: monitorId, name, time: time.toISOString(), status, message, ping, important, late },
      `${localTime(time, true)}  ${look}  ${printable(name)}${message === "" ? "" : `: ${printable(message)}`}`,
    );
  }
}
