import { jobDestination } from "../job/job-destination.ts";
import { runJob } from "../job/run-job.ts";
import { jobStateFolder } from "../job/state-folder.ts";
import type { CliSurroundings } from "./cli-surroundings.ts";
import { execArguments } from "./exec-arguments.ts";

/**
 * Runs a job and pushes how it went.
 *
 * @param argv - the words after `exec`
 * @returns the exit code of the job
 * @throws UsageError when the words are wrong; nothing was run then
 */
export function execCommand(
  argv: readonly string[],
  { environment, stderr }: CliSurroundings,
  defaultConfigFile: () => string,
): Promise<number> {
  const { tokenFile, server, configFile, stateFolder, ...job } = execArguments(argv);
  const say = (line: string): void => stderr(`kuma-agent: ${line.replaceAll("\n", "; ")}\n`);
  return runJob({
    ...job,
    environment,
    stateFolder: stateFolder ?? jobStateFolder(environment),
    say,
    destination: () => jobDestination({ tokenFile, server, configFile, defaultConfigFile, warn: say }),
  });
}
