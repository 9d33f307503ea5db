import { setTimeout as sleep } from "node:timers/promises";

import { InstallerError } from "../installer-error.ts";
import type { ForgetServiceStep, ServiceStep, StopServiceStep } from "../plan/install-plan.ts";
import { agentJournalTail } from "../systemd/journal-tail.ts";
import { systemctl, type Systemctl } from "../systemd/systemctl.ts";
import { reloadAgent } from "./reload-agent.ts";
import type { CarryOutContext, StepHandler } from "./step-handler.ts";

/** How long a service must have run to count as started, in ms. */
const settleTime = 250;

/** Enables and starts the service; reloads or restarts it when one of its files has changed. */
export const serviceHandler: StepHandler<ServiceStep> = {
  async isDone(step, context) {
    if (step.restart || context.changedParts.size > 0) return false;
    const state = await stateOf(managerOf(context), step.unit);
    return state.isEnabled && state.isActive && !state.needsReload;
  },
  async apply(step, context) {
    const { unit } = step;
    const manager = managerOf(context);
    const former = await stateOf(manager, unit);
    const since = new Date();
    noteWayBack(unit, former, context);
    const { signal } = context;
    const options = signal === undefined ? {} : { signal };
    if (former.needsReload || context.changedParts.has("unit")) await manager.do(["daemon-reload"], options);
    if (!former.isEnabled) await manager.do(["enable", "--quiet", unit], options);
    // Also forgets restarts of long ago, so that one from now on shows.
    await manager.try(["reset-failed", unit], options);
    if (former.isActive && (await reloadAgent(step, context))) return;
    const { code, stderr } = await manager.try([former.isActive ? "restart" : "start", unit], options);
    await sleep(settleTime, undefined, options);
    if (code === 0 && (await stateOf(manager, unit)).isActive) return;
    const lines = await agentJournalTail(context.host, { scope: context.plan.scope, since, lines: 8 });
    const said = lines.length > 0 ? lines : stderr.trim().split("\n");
    throw new InstallerError({
      code: "INSTALLER_AGENT_DIED",
      layer: "agent",
      message: ["The agent does not start. It said:", ...said.map((line) => `  ${line}`)].join("\n"),
    });
  },
};

/** Stops and disables the service. */
export const stopServiceHandler: StepHandler<StopServiceStep> = {
  async isDone(step, context) {
    const state = await stateOf(managerOf(context), step.unit);
    return !state.isEnabled && state.isStopped;
  },
  async apply({ unit }, context) {
    const manager = managerOf(context);
    const former = await stateOf(manager, unit);
    context.wayBack.add("run", `enable and start ${unit}`, async () => {
      await manager.do(["daemon-reload"]);
      if (former.isEnabled) await manager.do(["enable", "--quiet", unit]);
      if (former.isActive) await manager.do(["start", unit]);
    });
    if (former.isEnabled) await manager.do(["disable", "--quiet", unit]);
    if (!former.isStopped) await manager.do(["stop", unit]);
  },
};

/** Makes systemd forget a service whose file is gone. */
export const forgetServiceHandler: StepHandler<ForgetServiceStep> = {
  async isDone(step, context) {
    const { LoadState, NeedDaemonReload } = await managerOf(context).show(step.unit, ["LoadState", "NeedDaemonReload"]);
    return LoadState === "not-found" && NeedDaemonReload === "no";
  },
  async apply({ unit }, context) {
    const manager = managerOf(context);
    await manager.do(["daemon-reload"]);
    // Says no when it has nothing to forget.
    await manager.try(["reset-failed", unit]);
  },
};

interface ServiceState {
  readonly isEnabled: boolean;
  readonly isActive: boolean;
  readonly isStopped: boolean;
  readonly needsReload: boolean;
}

async function stateOf(manager: Systemctl, unit: string): Promise<ServiceState> {
  const facts = await manager.show(unit, ["ActiveState", "UnitFileState", "NeedDaemonReload"]);
  return {
    isEnabled: facts.UnitFileState === "enabled",
    isActive: facts.ActiveState === "active" || facts.ActiveState === "reloading",
    isStopped: facts.ActiveState === "inactive" || facts.ActiveState === "failed",
    needsReload: facts.NeedDaemonReload === "yes",
  };
}

function noteWayBack(unit: string, former: ServiceState, context: CarryOutContext): void {
  const manager = managerOf(context);
  if (!former.isActive) {
    context.wayBack.add("stop", `stop ${unit}`, async () => {
      await manager.do(["stop", unit]);
    });
  }
  if (!former.isEnabled) {
    context.wayBack.add("stop", `disable ${unit}`, async () => {
      // Before daemon-reload systemd may not know the unit, and then there is nothing to disable.
      if ((await stateOf(manager, unit)).isEnabled) await manager.do(["disable", "--quiet", unit]);
    });
  }
  context.wayBack.add("run", `bring ${unit} back to its former state`, async () => {
    await manager.do(["daemon-reload"]);
    await manager.try(["reset-failed", unit]);
    if (former.isActive) await manager.do(["restart", unit]);
  });
}

function managerOf({ host, plan }: CarryOutContext): Systemctl {
  return systemctl(host, plan.scope);
}
