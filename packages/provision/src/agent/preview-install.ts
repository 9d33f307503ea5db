import {
  formatStep,
  pendingSteps,
  readInstalled,
  requireOurs,
  withoutSecrets,
  type InstallPlan,
} from "@kumakit/installer";

import { planMonitor } from "../monitors/plan-monitor.ts";
import { lookAtHost, type MonitorSource } from "./install-agent.ts";
import type { InstallRequest, InstallVoice } from "./install-request.ts";
import { monitorWishes } from "./monitor-wishes.ts";
import { planAgent, type TokenedCheck } from "./put-agent.ts";
import { serverSettings } from "./server-settings.ts";

/** What an install would do. */
export interface InstallPreview {
  readonly server: string;
  /** On the server, in sentences. */
  readonly monitorSteps: readonly string[];
  /** On the host; without the secrets. */
  readonly hostSteps: InstallPlan["steps"];
  /** The same, one line each. */
  readonly hostLines: readonly string[];
}

type Remote = Pick<InstallPreview, "server" | "monitorSteps"> & { readonly checks: readonly TokenedCheck[] };

/** Finds out what an install would do here and on the server, and does nothing. @throws ProvisionError, InstallerError, KumaError */
export async function previewInstall(
  request: InstallRequest,
  source: MonitorSource,
  voice: InstallVoice,
): Promise<InstallPreview> {
  const looked = await lookAtHost(request, voice);
  const { host, paths } = looked.target;
  const installed = await readInstalled(host, paths);
  requireOurs(host, paths, installed);
  const { server, monitorSteps, checks } = await lookAtServer(request, source, looked);
  const settings = await serverSettings(server);
  const plan = await planAgent({ target: looked.target, installed, settings, checks, program: request.program });
  const steps = await pendingSteps(plan, host, { manifest: installed.manifest });
  const hostSteps = withoutSecrets({ ...plan, steps }).steps;
  return { server, monitorSteps, hostSteps, hostLines: hostSteps.map(formatStep) };
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
  const steps: string[] = [];
  const checks: TokenedCheck[] = [];
  for (const { unit, wish } of await monitorWishes(client, units, { target, request })) {
    const plan = await planMonitor(client, wish);
    if (plan.outcome !== "kept") steps.push(...plan.steps.map((step) => `${wish.name}: ${step}`));
    const { existing } = plan;
    const interval = request.interval ?? existing?.interval ?? 60;
    const known = existing === undefined ? {} : { monitorId: existing.id };
    checks.push({ unit: unit.unit, scope: unit.scope, interval, token: existing?.pushToken ?? "(new)", ...known });
  }
  return { server: client.server.url, monitorSteps: steps, checks };
}
