import * as Flags from "@oclif/core/flags";
import {
  findAgent,
  onHosts,
  type AgentSearch,
  type FoundAgent,
  type HostResult,
} from "@kumakit/provision/installed-agent";

import { CliError } from "../cli-error.ts";
import { EXIT } from "../exit-codes.ts";
import type { HostsAtWork } from "../hosts/work-on-hosts.ts";

/** `--user` of commands that look at an agent. */
export const ofUserFlag = Flags.boolean({ summary: "The agent that was installed with --user." });

/** Where an agent is looked for, and whose it is. */
interface InstalledSearch extends Pick<AgentSearch, "host" | "signal"> {
  /** That of the account alone. */
  readonly ofUser: boolean;
  /**
   * The next step where there is none.
   * @defaultValue to install one
   */
  readonly hint?: string;
}

/** The agent of a host, else of the account. @throws CliError (exit 3) when there is no agent */
export async function installedAgent(wanted: InstalledSearch): Promise<FoundAgent> {
  const { ofUser, hint = `kuma agent install UNIT${wanted.ofUser ? " --user" : ""}`, ...search } = wanted;
  const found = await findAgent({ ...search, scope: ofUser ? "user" : undefined });
  if (found !== undefined) return found;
  throw new CliError({
    code: "KUMA_AGENT_NOT_INSTALLED",
    message: `No agent is installed ${ofUser ? "for you" : "here"}`,
    hint,
    exit: EXIT.notFound,
  });
}

/** Asks the agents of hosts, all at the same time; a host without one is a failure of that host. */
export async function askAgents<Answer>(
  { hosts, options }: HostsAtWork,
  ofUser: boolean,
  ask: (agent: FoundAgent, signal: AbortSignal) => Promise<Answer>,
): Promise<readonly HostResult<Answer>[]> {
  return await onHosts(hosts, options, async ({ host, voice: { emit, signal } }) => {
    emit({ kind: "look", host: host.label });
    return await ask(await installedAgent({ host, ofUser, signal }), signal);
  });
}
