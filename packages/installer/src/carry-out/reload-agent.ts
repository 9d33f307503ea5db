import { agentStatusSchema, type AgentStatus } from "@kumakit/agent/config";
import { setTimeout as sleep } from "node:timers/promises";

import type { Host } from "../hosts/host.ts";
import { InstallerError } from "../installer-error.ts";
import type { ServiceStep } from "../plan/install-plan.ts";
import { systemctl } from "../systemd/systemctl.ts";
import type { CarryOutContext } from "./step-handler.ts";

/** What the running agent reads again when it reloads. */
const reloadedParts: ReadonlySet<string> = new Set(["config", "token"]);

/** How long a reload may take before the agent is restarted instead, in ms. */
const patience = 10_000;

/**
 * Has the running agent read its config again, and waits until it has: its other checks go on all the while.
 *
 * @returns false when that is not enough or not possible; then it has to be restarted
 * @throws {@link InstallerError} `INSTALLER_CONFIG_BROKEN` when the agent refuses the config
 */
export async function reloadAgent(
  step: ServiceStep,
  { host, plan, changedParts, signal }: CarryOutContext,
): Promise<boolean> {
  if (![...changedParts].every((part) => reloadedParts.has(part))) return false;
  const manager = systemctl(host, plan.scope);
  const facts = await manager.show(step.unit, ["CanReload", "MainPID", "NeedDaemonReload"]);
  const before = await readStatus(host, step.status);
  const isCurrent = before !== undefined && String(before.pid) === facts.MainPID;
  // An agent that cannot reload says nothing of its last one.
  if (facts.CanReload !== "yes" || !isCurrent || before.lastReload === undefined) return false;
  const options = signal === undefined ? {} : { signal };
  const { code } = await manager.try(["reload", step.unit], options);
  if (code !== 0) return false;
  const end = Date.now() + patience;
  while (Date.now() < end) {
    const status = await readStatus(host, step.status);
    const { lastReload } = status ?? {};
    if (lastReload && lastReload.at !== before.lastReload?.at) {
      if (lastReload.ok) return true;
      throw refused(host, lastReload.error);
    }
    await sleep(50, undefined, options);
  }
  return false;
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
