import { formatStep, serverSettings, type HostPlan } from "@kumakit/installer";

import { describeActions } from "../monitors/describe-actions.ts";
import { lookAtHost, type MonitorSource } from "./install-agent.ts";
import type { InstallRequest, InstallVoice } from "./install-request.ts";
import { plannedCheck, planUnits } from "./plan-units.ts";
import { planAgent, type PlannedCheck } from "./put-agent.ts";

/** What an install would do. */
export interface InstallPreview {
  readonly server: string;
  /** On the server, in sentences. */
  readonly monitorSteps: readonly string[];
  /** On the host; without the secrets. */
  readonly hostSteps: HostPlan["steps"];
  /** The same, one line each. */
  readonly hostLines: readonly string[];
}

type Remote = Pick<InstallPreview, "server" | "monitorSteps"> & { readonly checks: readonly PlannedCheck[] };

/** Finds out what an install would do here and on the server, and does nothing. @throws ProvisionError, InstallerError, KumaError */
export async function previewInstall(
  request: InstallRequest,
  source: MonitorSource,
  voice: InstallVoice,
): Promise<InstallPreview> {
  const looked = await lookAtHost(request, voice);
  const { server, monitorSteps, checks } = await lookAtServer(request, source, looked);
  const settings = await serverSettings(server);
  const { plan } = planAgent({ target: looked.target, settings, checks, program: request.program });
  const hostLines = plan.steps.map((step) => formatStep(step));
  return { server, monitorSteps, hostSteps: plan.steps, hostLines };
}

async function lookAtServer(
  request: InstallRequest,
  source: MonitorSource,
  { target, units }: Awaited<ReturnType<typeof lookAtHost>>,
): Promise<Remote> {
  if (source.kind === "token") {
    const { server, token } = source.given;
    const checks = units.map(({ unit, scope }) => ({ unit, scope, interval: request.interval ?? 60, token }));
    return { server, monitorSteps: [], checks };
  }
  const client = await source.connect();
  const planned = await planUnits(client, units, { target, request });
  const monitorSteps = planned
    .filter(({ planned: { plan } }) => plan.outcome !== "kept")
    .flatMap(({ wish, planned: { plan } }) => describeActions(plan).map((step) => `${wish.name}: ${step}`));
  return { server: client.server.url, monitorSteps, checks: planned.map(plannedCheck) };
}
