import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { isDeepStrictEqual } from "node:util";

import { usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { readGivenFile } from "../../secrets/read-given-file.ts";
import { isSecretSetting, settingsData } from "../../server-settings.ts";

/** `kuma settings set SETTING=VALUE…`. */
export default class SettingsSet extends KumaCommand<typeof SettingsSet> {
  static override summary = "Change settings of the server; those that are not named stay.";
  static override description =
    "A value that is no text is JSON: true, 90, [7, 14]. Whether everybody is let in without a log-in is changed in the web page alone, because that wants the password.";
  static override strict = false;
  static override args = { setting: Args.string({ description: "SETTING=VALUE; several may be named." }) };
  static override flags = {
    "set-file": Flags.string({
      summary: "Read a setting from a file, such as steamAPIKey; may be repeated.",
      helpValue: "SETTING=FILE",
      multiple: true,
      multipleNonGreedy: true,
    }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> keepDataPeriodDays=365 primaryBaseURL=https://kuma.example",
    {
      description: "A secret",
      command: "<%= config.bin %> <%= command.id %> --set-file steamAPIKey=/run/secrets/steam",
    },
  ];
  static output = (z: Zod) => {
    const settings = z.array(z.string());
    return z.union([z.strictObject({ changed: settings }), dryRunSchema(z, { settings })]);
  };
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(SettingsSet);
    const patch = Object.fromEntries([
      ...argv.map(String).map((text) => valueOf(text)),
      ...(await Promise.all((flags["set-file"] ?? []).map((text) => secretOf(text)))),
    ]);
    if (Object.keys(patch).length === 0) throw usageError("No setting is named", "SETTING=VALUE");
    const client = await this.connect({ untilInterrupted: true });
    const present = await client.settings.get();
    const changed = Object.keys(patch).filter((name) => !isDeepStrictEqual(present[name], patch[name]));
    const shown = settingsData(present);
    const steps = changed.map((name) =>
      isSecretSetting(name)
        ? `set ${name} to another secret`
        : `set ${name} to ${JSON.stringify(patch[name])} instead of ${JSON.stringify(shown[name] ?? null)}`,
    );
    if (flags["dry-run"])
      return this.printPlan(steps.length === 0 ? ["leave all as it is"] : steps, { settings: changed });
    if (changed.length > 0) await client.settings.update(patch);
    const text = changed.length === 0 ? "Nothing to do: all is so already." : `Changed ${changed.join(", ")}.`;
    this.printResult({ changed }, text, changed.join("\n"));
  }
}

function pairOf(text: string): readonly [name: string, value: string] {
  const end = text.indexOf("=");
  if (end < 1) throw usageError("A setting must look like SETTING=VALUE", "keepDataPeriodDays=365");
  return [text.slice(0, end), text.slice(end + 1)];
}

function valueOf(text: string): readonly [string, unknown] {
  const [name, value] = pairOf(text);
  if (isSecretSetting(name))
    throw usageError(`${name} is a secret, and others can read a command line`, `--set-file ${name}=FILE`);
  if (name === "disableAuth")
    throw usageError("disableAuth wants the password, and is changed in the web page alone", null);
  try {
    return [name, JSON.parse(value)];
  } catch {
    return [name, value];
  }
}

async function secretOf(text: string): Promise<readonly [string, unknown]> {
  const [name, file] = pairOf(text);
  return [name, (await readGivenFile(file)).trim()];
}
