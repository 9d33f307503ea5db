import type { HostResult } from "@kumakit/provision/installed-agent";

import type { CommandContract } from "./contract/command-contract.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { describeFailedHosts, exitCodeOfHosts } from "./hosts/host-results.ts";
import { describeUndo } from "./failure/failure.ts";
import { showHosts, silentHosts } from "./hosts/hosts-progress.ts";
import { workOnHosts, type HostsAtWork } from "./hosts/work-on-hosts.ts";
import { interruptedExitCode } from "./interruption.ts";
import { KumaCommand } from "./kuma-command.ts";
import { styled } from "./output/theme.ts";
import { write } from "./output/write.ts";

/** The base of commands that work on this host, or on others over SSH. */
export abstract class HostsCommand<Contract extends CommandContract> extends KumaCommand<Contract> {
  /** Works on hosts over SSH, with what is going on on stderr unless the work itself prints as it goes. */
  protected async onHosts<Result>(
    names: readonly string[],
    { asRoot, isSilent = false }: { readonly asRoot: boolean; readonly isSilent?: boolean },
    work: (at: HostsAtWork) => Promise<Result>,
  ): Promise<Result> {
    const warn = (text: string): void => void this.warn(text);
    const showsNothing = isSilent || this.globals.asData || this.globals.quiet;
    const progress = showsNothing ? silentHosts(warn) : showHosts(names, warn);
    const question = this.question("The password for sudo", "an account that needs none");
    return await workOnHosts({ names, asRoot, progress, question, signal: this.signal }, work);
  }

  /** Says which hosts failed, unless `--json` has said it, and ends with the exit code of all together. */
  protected endHosts(results: readonly HostResult<unknown>[], well: ExitCode = EXIT.ok): void {
    if (!this.globals.asData)
      for (const text of describeFailedHosts(results))
        write(`${styled("error", "Error: ", process.stderr)}${text}\n`, process.stderr);
    const exit = interruptedExitCode() ?? exitCodeOfHosts(results, well);
    if (exit !== EXIT.ok) this.exit(exit);
  }

  /** After Ctrl-C errors are not shown, but what is left behind must be. */
  protected sayUndone({ leftBehind }: { readonly leftBehind: readonly string[] }): void {
    const lines = leftBehind.length === 0 ? ["Interrupted; everything was undone."] : describeUndo({ leftBehind });
    this.warn(lines.join("\n"));
  }
}
