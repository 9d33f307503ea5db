import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { AgentFileError } from "../files/agent-file-error.ts";

const run = promisify(execFile);

/** The service of an installed agent. */
const unit = "kuma-agent.service";

/** How long systemctl may take, in ms: a reload reads the config twice. */
const patienceMs = 60_000;

/** Whose service manager is asked: root's own service is that of the host. */
function systemctl(verb: string, environment: Readonly<Record<string, string | undefined>>) {
  const scope = process.getuid?.() === 0 ? "--system" : "--user";
  return run("systemctl", [scope, "--quiet", verb, unit], {
    timeout: patienceMs,
    env: { ...environment, LC_ALL: "C" },
  });
}

/**
 * Has the installed agent read its files again.
 *
 * @param environment - of this program
 * @returns false when no agent runs as a service
 * @throws AgentFileError when it runs and does not do so
 */
export async function reloadService(environment: Readonly<Record<string, string | undefined>>): Promise<boolean> {
  try {
    await systemctl("is-active", environment);
  } catch {
    return false;
  }
  try {
    await systemctl("reload", environment);
    return true;
  } catch (error) {
    throw new AgentFileError("the agent does not reload (kuma-agent check says what is wrong with its config)", unit, {
      cause: error,
    });
  }
}
