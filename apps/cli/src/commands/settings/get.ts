import * as Args from "@oclif/core/args";

import { CliError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { EXIT } from "../../exit-codes.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { fieldLines } from "../../output/field-lines.ts";
import { settingsData } from "../../server-settings.ts";

/** `kuma settings get [SETTING]`. */
export default class SettingsGet extends KumaCommand<typeof SettingsGet> {
  static override summary = "Show the settings of the server, or one of them; secrets are masked.";
  static override args = { setting: Args.string({ description: "Its name, such as keepDataPeriodDays." }) };
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    {
      description: "One value, for a script",
      command: "<%= config.bin %> <%= command.id %> keepDataPeriodDays --quiet",
    },
  ];
  static output = (z: Zod) => z.record(z.string(), z.json()).describe("The settings by their names; a secret is ***.");
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args } = await this.parse(SettingsGet);
    const client = await this.connect({ untilInterrupted: true });
    const all = settingsData(await client.settings.get());
    const { setting } = args;
    const data = setting === undefined ? all : { [setting]: all[setting] };
    if (setting !== undefined && !Object.hasOwn(all, setting)) {
      throw new CliError({
        code: "KUMA_NOT_FOUND",
        message: `The server has no setting ${JSON.stringify(setting)}, or it was never set`,
        hint: "kuma settings get",
        exit: EXIT.notFound,
      });
    }
    const texts = Object.entries(data).map(
      ([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)] as const,
    );
    const values = texts.map(([, text]) => text).join("\n");
    this.printResult(data, () => fieldLines(Object.fromEntries(texts)), values);
  }
}
