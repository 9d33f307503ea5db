import { discoverHost, installedOn, type FoundJob, type FoundPush, type Host } from "@kumakit/installer";

import { findAgent } from "../agent/find-agent.ts";
import { isNoiseJob } from "./noise.ts";
import { proposalsFor, type Proposal } from "./proposals.ts";

/** The result of a look at a host. */
export interface Discovery {
  /** What the host calls itself. */
  readonly hostname: string;
  /** In the order in which they are shown. */
  readonly proposals: readonly Proposal[];
  /** Jobs of cron that report to nobody: no look from outside shows how they went. */
  readonly jobs: readonly FoundJob[];
  /** Old scripts that report to an Uptime Kuma by themselves. */
  readonly pushes: readonly FoundPush[];
}

/**
 * Finds out what is worth watching on a host, and what its agent watches already. Changes nothing.
 *
 * @throws InstallerError when the host cannot be looked at; AbortError when `signal` aborts
 */
export async function discover(host: Host, signal?: AbortSignal): Promise<Discovery> {
  const inventory = await discoverHost(host, signal);
  const agent = await findAgent({ host, scope: "system", ...(signal === undefined ? {} : { signal }) });
  const config = agent === undefined ? undefined : installedOn(agent.facts).config;
  const checks = config?.kind === "valid" ? config.config.checks : [];
  const units = agent?.manifest.checks.flatMap(({ unit }) => unit ?? []) ?? [];
  const ports = checks.flatMap((check) => ("port" in check && typeof check.port === "number" ? [check.port] : []));
  const { hostname, pushes } = inventory;
  return {
    hostname,
    proposals: proposalsFor(inventory, { units, types: checks.map(({ type }) => type), ports }),
    jobs: inventory.jobs.filter(({ file, program }) => !isNoiseJob(file, program)),
    pushes,
  };
}
