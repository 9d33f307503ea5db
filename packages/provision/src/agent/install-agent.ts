import type { KumaClient } from "@kumakit/client";
import { installedOn, lockHost, requireReady, resolveUnits } from "@kumakit/installer";

import { agentTarget, surveyedAgain } from "./agent-target.ts";
import type { InstallContext } from "./install-context.ts";
import type { InstallOutcome } from "./install-outcome.ts";
import type { GivenToken, InstallRequest, InstallVoice } from "./install-request.ts";
import { installWithLogin } from "./install-with-login.ts";
import { installWithToken } from "./install-with-token.ts";
import { requireDistinctNames } from "./monitor-name.ts";
import { requireInterval } from "./require-interval.ts";

/** Where the monitors come from: a login that makes them, or the token of one that is there. */
export type MonitorSource =
  | { readonly kind: "login"; connect(): Promise<KumaClient> }
  | { readonly kind: "token"; readonly given: GivenToken };

/**
 * Puts an agent on this host that watches the units, with a monitor for each, and waits until the server shows the first
 * heartbeat. What fails or is interrupted is undone, here and on the server.
 *
 * @throws ProvisionError, InstallerError, KumaError
 */
export async function installAgent(
  request: InstallRequest,
  source: MonitorSource,
  voice: InstallVoice,
): Promise<InstallOutcome> {
  const looked = await lookAtHost(request, voice);
  await using lock = await lockHost(looked.target.host, looked.target.facts);
  const target = await surveyedAgain(looked.target);
  requireReady(target.facts);
  const context = { request, target, units: looked.units, installed: installedOn(target.facts), lock, voice };
  if (source.kind === "token") return await installWithToken(context, source.given);
  return await installWithLogin(context, await source.connect());
}

/** What can be found out on the host alone: nothing is asked of the server for a unit that does not exist. */
export async function lookAtHost(
  request: InstallRequest,
  voice: InstallVoice,
): Promise<Pick<InstallContext, "target" | "units">> {
  requireInterval(request.interval);
  const target = await agentTarget(request.scope, request.units);
  requireReady(target.facts);
  const units = resolveUnits(target.facts, request.units);
  requireDistinctNames(
    request.nameTemplate,
    units.map(({ unit }) => unit),
  );
  for (const note of units.flatMap(({ notes }) => notes)) voice.warn(note);
  return { target, units };
}
