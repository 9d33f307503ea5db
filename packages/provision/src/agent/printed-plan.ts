import {
  heartbeatTokenFile,
  installedCheckOf,
  InstallerError,
  secretFiles,
  tokenFileOf,
  type HostFacts,
  type PlanSecrets,
  type PrintedSecret,
} from "@kumakit/installer";

import type { AgentPlan, PlannedAgent } from "./plan-agent.ts";
import type { PlannedMonitors, PlannedWish } from "./plan-checks.ts";

/** A plan for one host that others carry out. */
export interface PrintedPlan {
  /** Of the host that it was made for. */
  readonly facts: HostFacts;
  /** What is to be done, on the server and there. */
  readonly plan: AgentPlan;
  /** The meaning of each secret in it. */
  readonly named: readonly PrintedSecret[];
  /** The secrets themselves, where they were wished for; not to be shown. */
  readonly secrets?: PlanSecrets | undefined;
}

/** The secrets of a plan with their meaning. @throws InstallerError when they are more than push tokens, and are not wished for */
export function namedSecrets(
  { plan: { host }, monitors }: Pick<PlannedAgent, "monitors"> & { readonly plan: Pick<AgentPlan, "host"> },
  withSecrets: boolean,
): readonly PrintedSecret[] {
  const meanings = meaningsOf(monitors);
  return secretFiles(host).map((secret) => {
    if (secret.ref === "config" && !withSecrets) throw secretConfig(secret.path);
    return {
      ...secret,
      meaning: meanings.get(secret.ref) ?? others.get(secret.ref) ?? "the push token of the monitor",
    };
  });
}

const others: ReadonlyMap<string, string> = new Map([
  ["config", "the agent's config"],
  ["script", "the agent's script, made from its config"],
]);

function meaningsOf(monitors: PlannedMonitors | undefined): ReadonlyMap<string, string> {
  if (monitors === undefined) return new Map();
  const { agentMonitor, checks } = monitors;
  return new Map([
    ...(agentMonitor === undefined ? [] : [[heartbeatTokenFile, tokenOf(agentMonitor)] as const]),
    ...checks.map((planned) => [tokenFileOf(installedCheckOf(planned.check)), tokenOf(planned)] as const),
  ]);
}

function tokenOf({ wish, planned: { existing } }: PlannedWish): string {
  const place = existing === undefined ? "which is yet to be made" : `id ${existing.id}`;
  return `the push token of the monitor ${JSON.stringify(existing?.name ?? wish.name)} (${place})`;
}

function secretConfig(path: string): InstallerError {
  return new InstallerError({
    code: "INSTALLER_PRINT_UNFIT",
    layer: "usage",
    message: `${path} holds secrets itself, such as headers, so it is not printed without secrets.`,
    hint: "print it with --with-secrets --output-file FILE",
  });
}
