import type { CronPlace } from "../facts/cron-lines.ts";
import type { Host } from "../hosts/host.ts";
import { InstallerError } from "../installer-error.ts";
import { replaceProgram } from "../scripts/steps-program.ts";

/** A job of a crontab, and the check that is done in its place. */
export interface ReplacedJob extends CronPlace {
  /** The check's name. */
  readonly check: string;
}

/** How long it may take, in ms. */
const patience = 20_000;

/**
 * Comments jobs of crontabs out, with the name of the check before them: an uninstall of that check brings them back. All of
 * them or none; one that is commented out already stays so.
 *
 * @throws {@link InstallerError} `INSTALLER_FILE_FAILED` when a line has changed meanwhile, or its file cannot be changed
 */
export async function replaceJobs(host: Host, jobs: readonly ReplacedJob[]): Promise<void> {
  if (jobs.length === 0) return;
  const args = jobs.flatMap(({ file, line, sha256, check }) => [file, String(line), sha256, check]);
  const script = { program: replaceProgram, args: ["replace", "-", "system", ...args], timeout: patience };
  const { output, complaint } = await host.runScript(script);
  if (output.toString("utf8").trim() === "replaced") return;
  throw new InstallerError({
    code: "INSTALLER_FILE_FAILED",
    layer: "files",
    message: `A line of a crontab on ${host.label} could not be commented out: ${complaint.trim().split("\n").at(-1) || "no answer"}`,
    hint: "look at the crontab and try again",
  });
}
