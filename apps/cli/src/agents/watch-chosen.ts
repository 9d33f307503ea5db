import { checkFromCommandLine } from "@kumakit/agent/config";
import type { CheckDefinition } from "@kumakit/provision";
import * as Flags from "@oclif/core/flags";

import { dryRunFlag } from "../flags/command-flags.ts";
import { hostFlags } from "../flags/host-flags.ts";
import { installFlags, replaceFlag } from "../flags/install-flags.ts";
import { isUnit, type Proposal } from "./describe-discovery.ts";
import { InstallCommand } from "./install-command.ts";

const { user: _user, "token-file": _tokenFile, ...otherFlags } = installFlags;

/** The flags of `kuma agent discover`. */
export const discoverFlags = {
  ...hostFlags,
  all: Flags.boolean({ default: false, summary: "Watch all that is proposed, without a question." }),
  ...otherFlags,
  "replace-scripts": Flags.boolean({ ...replaceFlag, exclusive: [] }),
  "dry-run": dryRunFlag,
};

/**
 * Watches what was chosen: an install like any other, with the flags of `discover`.
 *
 * @param replacesScripts - whether old jobs of cron are replaced although no flag says so
 */
export async function watchChosen(
  chosen: readonly Proposal[],
  replacesScripts: boolean,
  { argv, config }: Pick<InstallCommand, "argv" | "config">,
): Promise<void> {
  const units = chosen.filter(({ type }) => isUnit(type)).map(({ name }) => name);
  const checks = chosen.filter(({ type }) => !isUnit(type)).map(definitionOf);
  class WatchChosen extends InstallCommand {
    static override id = "agent:discover";
    static override flags = discoverFlags;

    async run(): Promise<void> {
      const { flags } = await this.parse(WatchChosen);
      await this.installChecks(
        { units, checks, nameTemplate: flags.name },
        {
          ...flags,
          user: false,
          "replace-scripts": flags["replace-scripts"] || replacesScripts,
        },
      );
    }
  }
  await WatchChosen.run(argv, config);
}

function definitionOf({ type, name, settings = {} }: Proposal): CheckDefinition {
  // The interval and the token's file are the install's business.
  const common = { name, interval: 60, tokenFile: "token" };
  const result = checkFromCommandLine(type, { positional: [], flags: settings, common });
  if (!result.ok) throw new TypeError(`no check of type ${type} with these settings`);
  const { interval: _interval, tokenFile: _file, ...definition } = result.check;
  return definition;
}
