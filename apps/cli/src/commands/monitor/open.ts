import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import type { Zod } from "../../contract/command-contract.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { oneMonitor } from "../../monitors/select-monitors.ts";

/** `kuma monitor open MONITOR`. */
export default class MonitorOpen extends KumaCommand<typeof MonitorOpen> {
  static override summary = "Open the page of a monitor in the browser.";
  static override description =
    "Prints the address as well. No browser is started without a terminal or a desktop, or with --print.";
  static override args = { monitor: Args.string({ description: "Its id or name.", required: true }) };
  static override flags = {
    print: Flags.boolean({ default: false, summary: "Print the address and start no browser." }),
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> app3/nginx",
    { description: "The address alone", command: "<%= config.bin %> <%= command.id %> 12 --print" },
  ];
  static output = (z: Zod) => z.strictObject({ id: z.int(), name: z.string(), url: z.string(), opened: z.boolean() });
  static readOnly = true;
  static destructive = false;
  static idempotent = true;
  static withoutTool = "It opens a page on the screen of a person.";

  async run(): Promise<void> {
    const { args, flags } = await this.parse(MonitorOpen);
    const client = await this.connect({ untilInterrupted: true });
    const { id, name } = oneMonitor(await client.monitors.list(), args.monitor);
    const { dashboardUrlOf } = await import("../../client-work.ts");
    const url = dashboardUrlOf(client.server.url, id);
    const { openBrowser } = await import("../../output/open-browser.ts");
    const isForPeople = !flags.print && !this.globals.asData && !this.globals.quiet;
    const opened = isForPeople && (await openBrowser(url));
    this.printResult({ id, name, url, opened }, url, url);
  }
}
