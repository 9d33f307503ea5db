import { drillTokenFile } from "../config/check-names.ts";
import type { HostFacts } from "../facts/host-facts.ts";
import { dropInsOf, installedOn } from "../installed/installed-on.ts";
import type { InstalledDrill } from "../installed/manifest.ts";
import { InstallerError } from "../installer-error.ts";
import { runtimeOf } from "../runtime/choose-runtime.ts";
import type { PlannedInstall } from "../steps/host-plan.ts";
import { agentSteps } from "./agent-steps.ts";
import { requireReady } from "./require-ready.ts";

/** Drills as they are wanted. */
export interface DrillsWish {
  /** Null for none from now on. */
  readonly drill: InstalledDrill | null;
  /** The push token of its monitor. */
  readonly token?: string | undefined;
  /** The agent, one file, on the machine that plans. */
  readonly program: string;
}

/**
 * Plans that an agent which is there drills the alerts of its host, or does so no more. All else of it stays.
 *
 * @throws {@link InstallerError} of {@link requireReady}; `INSTALLER_NOT_INSTALLED`; `INSTALLER_CONFIG_BROKEN`;
 * `INSTALLER_NO_RUNTIME` when nothing there can push
 */
export function planDrills(facts: HostFacts, { drill, token, program }: DrillsWish): PlannedInstall {
  requireReady(facts);
  const installed = installedOn(facts);
  const { manifest, config } = installed;
  if (config.kind === "broken") throw config.error;
  if (manifest === undefined || config.kind === "none") {
    const message = `No agent is installed on ${facts.label}.`;
    throw new InstallerError({ code: "INSTALLER_NOT_INSTALLED", layer: "usage", message });
  }
  if (drill !== null && facts.programs["curl"] === undefined && facts.programs["wget"] === undefined) {
    const message = `Drills need curl or GNU wget, and ${facts.label} has neither.`;
    throw new InstallerError({ code: "INSTALLER_NO_RUNTIME", layer: "agent", message, hint: "install curl there" });
  }
  return agentSteps({
    facts,
    manifest,
    runtime: { runtime: runtimeOf(manifest), reason: "the agent there is one already" },
    config: config.config,
    configText: config.text,
    dropIns: dropInsOf(installed),
    tokens: drill === null ? [] : [[drillTokenFile, token]],
    removedTokens: [],
    named: [],
    checks: manifest.checks,
    heartbeat: manifest.heartbeat,
    drill,
    program,
    lookAtOnce: false,
  });
}
