import { planInstall, serverSettings, type HostPlan, type WishedCheck, type WishedHeartbeat } from "@kumakit/installer";

import type { MonitorPlan } from "../monitors/monitor-action.ts";
import type { NamedNotification } from "../monitors/monitor-wish.ts";
import { requestOf, type AgentRequest, type AgentWish, type ReportsTo } from "./agent-wish.ts";
import { intervalWithToken } from "./intervals.ts";
import { lookAtHost, type SeenHost } from "./look-at-host.ts";
import { onHosts, type HostResult, type HostWork } from "./on-hosts.ts";
import { alertedBy } from "./notification-tests.ts";
import { monitorsOf, needsLook, plannedCheck, plannedHeartbeat, planMonitors, warnOfMonitors } from "./plan-checks.ts";
import type { ProvisionOptions } from "./provision-event.ts";
import { destinationOf, type Destination } from "./reports-to.ts";
import { warnOfFeeders } from "./warn-of-feeders.ts";

/** The work of an install for one host, on the server and there. Plain data without secrets. */
export interface AgentPlan {
  /** The version of this form. */
  readonly version: 1;
  /** The server's URL. */
  readonly server: string;
  /** One plan for the monitor of the agent itself and of each check, by its name; empty with a token. */
  readonly monitors: readonly { readonly name: string; readonly plan: MonitorPlan }[];
  /** The notifications that a test message is sent through. */
  readonly tests: readonly NamedNotification[];
  /** What is done on the host. */
  readonly host: HostPlan;
}

/**
 * Says what {@link installAgent} would do, and does nothing.
 *
 * @returns one result for each host, in their order; those that fail have the error of the install
 * @throws ProvisionError for a wish that no host could fulfil
 */
export async function planAgent(
  to: ReportsTo,
  wish: AgentWish,
  options: ProvisionOptions = {},
): Promise<readonly HostResult<AgentPlan>[]> {
  const destination = destinationOf(to, wish);
  return await onHosts(wish.hosts, options, (work) => plan(work, requestOf(wish, work.host), destination));
}

async function plan({ voice }: HostWork, request: AgentRequest, destination: Destination): Promise<AgentPlan> {
  voice.emit({ kind: "look", host: voice.host });
  const seen = await lookAtHost(request, voice.signal);
  for (const note of seen.notes) voice.warn("unit", note);
  const { server, monitors, tests, ...wished } = await lookAtServer(destination, request, { ...seen, voice });
  const settings = await serverSettings(server, request.headers);
  const { plan: host } = planInstall(seen.facts, { ...wished, settings, program: request.program });
  for (const warning of host.warnings) voice.warn("host", warning);
  return { version: 1, server, monitors, tests, host };
}

interface Remote extends Pick<AgentPlan, "server" | "monitors" | "tests"> {
  readonly checks: readonly WishedCheck[];
  readonly heartbeat: WishedHeartbeat | undefined;
  readonly lookAtOnce: boolean;
}

async function lookAtServer(
  destination: Destination,
  request: AgentRequest,
  { facts, checks, voice }: SeenHost & Pick<HostWork, "voice">,
): Promise<Remote> {
  if (destination.kind === "token") {
    const { server, token } = destination.given;
    const wished = checks.map((check): WishedCheck => {
      const interval = intervalWithToken(destination.given, { request, facts, check });
      return { ...check, interval, token };
    });
    return { server, monitors: [], tests: [], checks: wished, heartbeat: undefined, lookAtOnce: false };
  }
  const client = await destination.client();
  const planned = await planMonitors(client, checks, { facts, request });
  const all = monitorsOf(planned);
  warnOfMonitors(voice, all);
  if (facts.journal === "none") await warnOfFeeders(client, planned, { facts, voice });
  return {
    server: client.server.url,
    monitors: all.map(({ wish: { name }, planned: { plan: monitor } }) => ({ name, plan: monitor })),
    tests: request.testNotifications ? alertedBy(all) : [],
    checks: planned.checks.map(plannedCheck),
    heartbeat: planned.agentMonitor && plannedHeartbeat(planned.agentMonitor),
    lookAtOnce: needsLook(all),
  };
}
