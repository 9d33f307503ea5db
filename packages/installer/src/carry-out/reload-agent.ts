import { agentStatusSchema, type AgentStatus } from "@kumakit/agent/config";
import { setTimeout as sleep } from "node:timers/promises";

import type { Host } from "../hosts/host.ts";
import { InstallerError } from "../installer-error.ts";
import type { ServiceStep } from "../plan/install-plan.ts";
import { systemctl } from "../systemd/systemctl.ts";
import type { CarryOutContext } from "./step-handler.ts";

/** What the running agent reads again when it reloads, or what is read by others. */
const reloadedParts: ReadonlySet<string> = new Set(["config", "token", "polkit"]);

/** How long a reload may take before the agent is restarted instead, in ms. */
const patience = 10_000;

/**
 * Has the running agent read its config again, and waits until it has: its other checks go on all the while.
 *
 * @returns false when that is not enough or not possible; then it has to be restarted
 * @throws {@link InstallerError} `INSTALLER_CONFIG_BROKEN` when the agent refuses the config
 */
export async function reloadAgent(step: ServiceStep, context: CarryOutContext): Promise<boolean> {
  const { host, plan, changedParts, signal } = context;
  // A monitor that was paused is asked about seldom, which a reload does not change.
  if (step.restart) return false;
  if (![...changedParts].every((part) => reloadedParts.has(part))) return false;
  const before = await reloadableStatus(step, context);
  if (before === undefined) return false;
  const options = signal === undefined ? {} : { signal };
  const { code } = await systemctl(host, plan.scope).try(["reload", step.unit], options);
  if (code !== 0) return false;
  const end = Date.now() + patience;
  while (Date.now() < end) {
    const lastReload = (await readStatus(host, step.status))?.lastReload;
    if (isAnother(lastReload, before.lastReload)) {
      if (lastReload.ok) return true;
      throw refused(host, lastReload.error);
    }
    await sleep(50, undefined, options);
  }
  return false;
}

type LastReload = AgentStatus["lastReload"];

function isAnother(now: LastReload, before: LastReload): now is NonNullable<LastReload> {
  return now !== undefined && now !== null && now.at !== before?.at;
}

/** What the running agent says of itself; undefined when it is one that cannot reload. */
async function reloadableStatus(
  { unit, status }: ServiceStep,
  { host, plan }: CarryOutContext,
): Promise<AgentStatus | undefined> {
  const { CanReload, MainPID } = await systemctl(host, plan.scope).show(unit, ["CanReload", "MainPID"]);
  const said = await readStatus(host, status);
  const isCurrent = said !== undefined && String(said.pid) === MainPID;
  // An agent that cannot reload says nothing of its last one, not even that there was none.
  return CanReload === "yes" && isCurrent && said.lastReload !== undefined ? said : undefined;
}

function refused(host: Host, reason = "it did not say why"): InstallerError {
  return new InstallerError({
    code: "INSTALLER_CONFIG_BROKEN",
    layer: "config",
    message: `The agent on ${host.label} refused its new config: ${reason}`,
  });
}

async function readStatus(host: Host, file: string): Promise<AgentStatus | undefined> {
  const content = await host.readFile(file);
  if (content === undefined) return undefined;
  try {
    return agentStatusSchema.parse(JSON.parse(content.toString("utf8")));
  } catch {
    return undefined;
  }
}
