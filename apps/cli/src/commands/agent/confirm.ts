import type { CarriedReport } from "@kumakit/provision";
import * as Flags from "@oclif/core/flags";

import type { Zod } from "../../contract/command-contract.ts";
import { namedSchema } from "../../contract/shared-schemas.ts";
import { describeHosts, hostsData, hostsSchema } from "../../hosts/host-results.ts";
import { HostsCommand } from "../../hosts-command.ts";
import { readGivenFile } from "../../secrets/read-given-file.ts";
import { readStdin } from "../../secrets/read-secret.ts";

/** `kuma agent confirm`. */
export default class AgentConfirm extends HostsCommand<typeof AgentConfirm> {
  static override summary = "See to the server after plans of kuma agent plan were carried out.";
  static override description =
    'FILE is JSON: {"hosts": {NAME: {"receipt": ..., "carried": "yes"}}}, with the receipt of the plan. Where it was carried out, the first heartbeats are waited for. With "no" the monitors that were made for the plan are taken back; with "unknown", for a host that was away meanwhile, they stay, and their silence is noticed.';
  static override flags = {
    reports: Flags.string({
      summary: "What became of the plans; - reads it from stdin.",
      helpValue: "FILE",
      required: true,
    }),
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> --reports reports.json",
    "<%= config.bin %> <%= command.id %> --reports reports.json --json",
  ];
  static output = (z: Zod) => hostsSchema(z, z.strictObject({ takenBack: z.array(namedSchema(z)) }));
  static readOnly = false;
  static destructive = false;
  static idempotent = true;
  static withoutDryRun = "It ends the work of kuma agent plan, which has one.";

  async run(): Promise<void> {
    const { flags } = await this.parse(AgentConfirm);
    const { confirmCarried } = await import("@kumakit/provision");
    const { readReports } = await import("../../agents/carried-reports.ts");
    const text =
      flags.reports === "-" ? await readStdin("The reports") : await readGivenFile(flags.reports, "--reports");
    const reports: readonly CarriedReport[] = readReports(text, flags.reports);
    const bar = this.progress("Waiting for the first heartbeats");
    try {
      const results = await confirmCarried(() => this.connect(), reports, { signal: this.signal });
      bar.stop();
      this.printResult(
        hostsData(results, (outcome) => outcome),
        () =>
          describeHosts(results, ({ takenBack }) =>
            takenBack.length === 0
              ? "In order."
              : `Deleted ${takenBack.map(({ name, id }) => `${name} (id ${id})`).join(", ")}.`,
          ),
      );
      this.endHosts(results);
    } finally {
      bar.stop();
    }
  }
}
