import { lockHost } from "@kumakit/installer";

import { requestOf, type AgentRequest, type AgentWish, type ReportsTo } from "./agent-wish.ts";
import type { InstallOutcome } from "./install-outcome.ts";
import { installWithLogin } from "./install-with-login.ts";
import { installWithToken } from "./install-with-token.ts";
import { lockAndLook, lookAtHost, seenHost } from "./look-at-host.ts";
import { oldJobsOn } from "./old-jobs.ts";
import { onHosts, type HostResult, type HostWork } from "./on-hosts.ts";
import type { ProvisionOptions } from "./provision-event.ts";
import { requireNotNewer } from "./require-not-newer.ts";
import { destinationOf, type Destination } from "./reports-to.ts";

/**
 * Puts an agent on each host that does some checks, with a monitor for each, and waits until the server shows their
 * first heartbeats. A host that fails, or is stopped, is put back as it was, there and on the server; the others go on.
 * A second run only does the missing steps.
 *
 * @returns one result for each host, in their order: see {@link outcomesOf}
 * @throws ProvisionError for a wish that no host could fulfil
 */
export async function installAgent(
  to: ReportsTo,
  wish: AgentWish,
  options: ProvisionOptions = {},
): Promise<readonly HostResult<InstallOutcome>[]> {
  const destination = destinationOf(to, wish);
  return await onHosts(wish.hosts, options, (work) => install(work, requestOf(wish, work.host), destination));
}

async function install(
  { voice, shared }: HostWork,
  request: AgentRequest,
  destination: Destination,
): Promise<InstallOutcome> {
  voice.emit({ kind: "look", host: voice.host });
  await using held = await lockAndLook(request, voice.signal);
  const first = seenHost(held.facts, request);
  await requireNotNewer({ host: request.host, facts: first.facts }, request.version);
  for (const note of first.notes) voice.warn("unit", note);
  await using lock = held.lock ?? (await lockHost(request.host, first.facts));
  // Where the lock was not to be had at once, another run may have been at work until now.
  const { facts, checks } = held.lock === undefined ? await lookAtHost(request, voice.signal) : first;
  const oldJobs = await oldJobsOn(request, voice.signal);
  const context = { request, facts, checks, oldJobs, lock, voice, shared };
  if (destination.kind === "token") return await installWithToken(context, destination.given);
  const wasCutShort = first.facts.journal !== "none" || lock.wasCutShort;
  return await installWithLogin({ ...context, wasCutShort, tests: destination.tests }, await destination.client());
}
