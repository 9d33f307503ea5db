import type { HostFacts } from "../facts/host-facts.ts";
import { agentUserName, journalGroup, pathsOf } from "../install-paths.ts";
import type { Host } from "../hosts/host.ts";
import { packagePaths } from "../package/host-package.ts";
import type { Manifest } from "../installed/manifest.ts";
import { installedOn, type InstalledConfig } from "../installed/installed-on.ts";
import { InstallerError } from "../installer-error.ts";
import { agentProgram } from "../scripts/programs.ts";
import { needsRoot } from "../service-manager/needs-root.ts";
import { sandboxOptions } from "../service-manager/sandbox-options.ts";

/** Where the agent's program is. */
export interface AgentPlace {
  /** The host. */
  readonly host: Host;
  /** Of a survey of the host for the agent's scope. */
  readonly facts: HostFacts;
}

/** How the agent's program is run once. */
export interface AgentProgramOptions {
  /**
   * Whether it runs as the account that works on the host, which may change the agent's files, and not as the agent's.
   * @defaultValue false
   */
  readonly asOwner?: boolean;
  /** Ends it; the call throws an AbortError then. */
  readonly signal?: AbortSignal;
}

/** How long it may run, in ms: every check has its own limit, and all look at the same time. */
const patience = 120_000;

/** The exit code of the agent for a command line that it does not know. */
const wrongUsage = 2;

/**
 * Runs the agent's program on its host once with other arguments: as the agent's account, and within the sandbox of its
 * service, so that it sees exactly what the agent sees. With `asOwner` it may change what belongs to the agent.
 *
 * @param words - its command and arguments; nothing secret
 * @returns its output
 * @throws {@link InstallerError} `INSTALLER_NOT_PERMITTED` without root for the agent of the whole host;
 * `INSTALLER_CONFIG_BROKEN` when the config cannot be read; `INSTALLER_COMMAND_FAILED` when the program is of another
 * version or does not start
 */
export async function runAgentProgram(
  { host, facts }: AgentPlace,
  [verb, ...words]: readonly [string, ...string[]],
  { asOwner = false, signal }: AgentProgramOptions = {},
): Promise<string> {
  requireAccount(facts);
  const { config: file } = pathsOf(facts);
  const { manifest, config } = installedOn(facts);
  if (config.kind === "broken") throw config.error;
  const command = requireProgram(facts, manifest);
  const how = asOwner ? ["user"] : [facts.scope, ...serviceOptions(facts, config)];
  const args = [...how, command, verb, "--config", file, ...words];
  const abort = signal === undefined ? {} : { signal };
  const script = { program: agentProgram, args, timeout: patience, ...abort };
  const { code, output, complaint } = await host.runScript(script);
  signal?.throwIfAborted();
  if (code === wrongUsage) throw ofAnotherVersion(facts);
  // It ends with 1 when a check is not UP.
  if (code > 1 || output.length === 0) throw failed(facts, complaint);
  return output.toString("utf8");
}

/** The path of the command. A script, and agents of old versions, have no program to ask. */
function requireProgram(facts: HostFacts, manifest: Manifest | undefined): string {
  if (manifest?.runtime === "sh") throw isScript(facts);
  if (manifest?.package !== undefined) return packagePaths.command;
  const { command } = pathsOf(facts);
  if (manifest?.brought.files.includes(command) !== true) throw ofAnotherVersion(facts);
  return command;
}

/** Only root can take the place of the agent of the whole host. */
function requireAccount({ scope, account }: HostFacts): void {
  if (scope === "user" || account.uid === 0) return;
  throw needsRoot({ account }, "Asking the agent of the whole host");
}

/** The command for people compiles its program while it runs, which the service does not. */
const notForTheCommand: ReadonlySet<string> = new Set(["MemoryDenyWriteExecute", "MemoryMax", "TasksMax"]);

/** The service's account and sandbox as options of systemd-run; a person's agent has no sandbox worth the name. */
function serviceOptions({ scope, groups }: HostFacts, config: InstalledConfig): readonly string[] {
  if (scope === "user" || config.kind !== "valid") return [];
  const checks = [...config.config.checks, ...config.dropIns.map(({ check }) => check)];
  const settings = sandboxOptions({ ...config.config, checks }, groups[journalGroup] !== undefined);
  return [["User", agentUserName], ["Group", agentUserName], ...settings]
    .filter(([name = ""]) => !notForTheCommand.has(name))
    .map(([name, value]) => `--property=${name}=${value}`);
}

function ofAnotherVersion({ label }: HostFacts): InstallerError {
  return new InstallerError({
    code: "INSTALLER_COMMAND_FAILED",
    layer: "agent",
    message: `The agent on ${label} is of another version, which cannot do this.`,
    hint: 'bring the newest agent with "kuma agent install UNIT", for a unit that it watches already',
  });
}

function isScript({ label }: HostFacts): InstallerError {
  return new InstallerError({
    code: "INSTALLER_COMMAND_FAILED",
    layer: "agent",
    message: `The agent on ${label} is a shell script, which cannot do this.`,
    hint: 'see its checks with "kuma agent status", or bring the whole agent with "kuma agent install UNIT --runtime node"',
  });
}

function failed({ label }: HostFacts, complaint: string): InstallerError {
  return new InstallerError({
    code: "INSTALLER_COMMAND_FAILED",
    layer: "agent",
    message: `The agent on ${label} did not answer: ${complaint.trim().split("\n").at(-1) || "it said nothing"}`,
  });
}
