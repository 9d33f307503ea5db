import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Agent } from "./agent.ts";
import type { LastWord } from "./known-state.ts";
import { ownUnit } from "../systemd/own-unit.ts";
import type { UnitScope } from "../systemd/unit-state.ts";

const run = promisify(execFile);

/** How long systemctl may take, in ms: systemd waits for the agent's end at the same time. */
const patienceMs = 2_000;

/** Whether systemd stops the agent only to start it again. */
async function isRestarted(manager: UnitScope): Promise<boolean> {
  const unit = await ownUnit();
  if (unit === undefined) return false;
  const args = [`--${manager}`, "--no-legend", "--plain", "--full", "list-jobs", "--", unit];
  try {
    const { stdout } = await run("systemctl", args, { timeout: patienceMs, env: { ...process.env, LC_ALL: "C" } });
    return stdout.split("\n").some((line) => line.split(/\s+/)[2] === "restart");
  } catch {
    return false;
  }
}

/**
 * The last word for the server when the agent is stopped; undefined for nothing.
 *
 * @param agent - while it still runs
 * @param manager - who stops it
 */
export async function lastWordOf(agent: Agent, manager: UnitScope): Promise<LastWord | undefined> {
  const { onStop, plannedReboot } = agent.config;
  if (await agent.isGoingDown(manager)) {
    // A beat now gives the host one whole interval of the monitor to come back.
    return { status: plannedReboot === "tell" ? "down" : "up", message: "the host is shutting down" };
  }
  if (onStop === "silent" || (await isRestarted(manager))) return undefined;
  return { status: "down", message: "the agent was stopped, nothing is watched any more" };
}
