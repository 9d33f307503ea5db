import { muteReportSchema, type MuteOrder, type MuteReport } from "@kumakit/agent/config";
import { lockHost, runAgentProgram, type AgentPlace } from "@kumakit/installer";
import { maskSecrets } from "@kumakit/text";

import { requireKnown } from "./ask-agent.ts";
import { isScript, muteScript } from "./mute-script.ts";

/** The checks whose mute is to change. */
export interface MuteOptions {
  /** Names of checks, or of their units; all of them, and the agent's own monitor, when left out. */
  readonly checks?: readonly string[] | undefined;
  /**
   * Changes nothing, and says what it would change.
   * @defaultValue false
   */
  readonly dryRun?: boolean;
  /** Ends it; the call throws an AbortError then. */
  readonly signal?: AbortSignal;
}

/** How checks are to be muted. */
export interface MuteWish extends MuteOptions {
  /** How long, in ms: from 1 s to 7 days. */
  readonly forMs: number;
  /**
   * Why: one line of 200 characters at most. It stands in the messages meanwhile.
   * @defaultValue nothing is said
   */
  readonly reason?: string | undefined;
}

/**
 * Has an agent send no DOWN of some checks for a time. Their heartbeats go on as UP, and say so. A mute of before is
 * replaced. Needs no login.
 *
 * @throws ProvisionError `KUMA_CHECK_NOT_FOUND` for a name that no check has; InstallerError when the agent does not take
 * it, with everything put back; AbortError when `signal` aborts
 */
export async function muteChecks(agent: AgentPlace, { forMs, reason, ...options }: MuteWish): Promise<MuteReport> {
  if (isScript(agent)) {
    const mute = { ms: Math.round(forMs), reason: maskSecrets(reason?.trim() ?? "") };
    return await changeOfScript(agent, mute, options);
  }
  const why = reason === undefined || reason === "" ? [] : [`--reason=${reason}`];
  return await change(agent, ["mute", `--for=${forMs}ms`, ...why], options);
}

/** Ends the mute of some checks: the agent reports at once how they are. Throws as {@link muteChecks} does. */
export async function unmuteChecks(agent: AgentPlace, options: MuteOptions = {}): Promise<MuteReport> {
  return isScript(agent) ? await changeOfScript(agent, undefined, options) : await change(agent, ["unmute"], options);
}

async function changeOfScript(
  agent: AgentPlace,
  mute: MuteOrder["mute"],
  { checks, dryRun = false, signal }: MuteOptions,
): Promise<MuteReport> {
  return await muteScript(agent, { order: { names: checks, mute }, dryRun, signal });
}

async function change(
  agent: AgentPlace,
  words: readonly [string, ...string[]],
  { checks, dryRun = false, signal }: MuteOptions,
): Promise<MuteReport> {
  const { host, facts } = agent;
  const which = checks === undefined ? ["--all"] : ["--", ...checks];
  const more = ["--json", ...(dryRun ? ["--dry-run"] : []), ...which];
  // Two at a time would each write what they have read.
  const lock = dryRun ? undefined : await lockHost(host, facts);
  try {
    const abort = signal === undefined ? {} : { signal };
    const answer = await runAgentProgram(agent, [...words, ...more], { asOwner: true, ...abort });
    const report = muteReportSchema.parse(JSON.parse(answer));
    requireKnown(agent, report);
    return report;
  } finally {
    await lock?.release();
  }
}
