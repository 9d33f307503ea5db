import * as Args from "@oclif/core/args";

import type { Zod } from "../../../contract/command-contract.ts";
import { namedSchema } from "../../../contract/shared-schemas.ts";
import { KumaCommand } from "../../../kuma-command.ts";
import { pushUrlFor } from "../../../monitors/push-url-for.ts";
import { oneMonitor } from "../../../monitors/select-monitors.ts";

/** `kuma monitor token show MONITOR`. */
export default class MonitorTokenShow extends KumaCommand<typeof MonitorTokenShow> {
  static override summary = "Show the push URL of a Push monitor, which is a secret.";
  static override description =
    "Who knows it can report the service as healthy. --quiet prints the token alone; agent install takes either form with --token-file.";
  static override args = { monitor: Args.string({ description: "Its id or name.", required: true }) };
  static override examples = [
    "<%= config.bin %> <%= command.id %> backup",
    {
      description: "With the interval, for the --token-file of kuma agent install",
      command: "<%= config.bin %> <%= command.id %> app3/nginx --json",
    },
  ];
  static output = (z: Zod) =>
    z.strictObject({
      ...namedSchema(z).shape,
      interval: z.int().describe("Seconds."),
      token: z.string().describe("Secret."),
      pushUrl: z.string().describe("Secret: who knows it can report the service as healthy."),
    });
  static readOnly = true;
  static destructive = false;
  static idempotent = true;
  static withoutTool = "It shows a secret.";

  async run(): Promise<void> {
    const { args } = await this.parse(MonitorTokenShow);
    const client = await this.connect({ untilInterrupted: true });
    const monitor = oneMonitor(await client.monitors.list(), args.monitor);
    const pushUrl = pushUrlFor(client.server.url, monitor);
    const { id, name, interval, pushToken } = monitor;
    const token = pushToken ?? "";
    this.printResult({ id, name, interval, token, pushUrl }, pushUrl, token);
  }
}
