import {
  checkNameOf,
  planInstall,
  serverSettings,
  stepChanges,
  type HostPlan,
  type PlanSecrets,
  type StepChange,
  type WishedCheck,
  type WishedHeartbeat,
} from "@kumakit/installer";

import type { MonitorPlan } from "../monitors/monitor-action.ts";
import type { NamedNotification } from "../monitors/monitor-wish.ts";
import { formOf, isInstall, requestOf, type AgentRequest, type AgentWish, type ReportsTo } from "./agent-wish.ts";
import { intervalWithToken } from "./intervals.ts";
import type { ReplacedLine } from "./install-outcome.ts";
import { oldJobsOn, warnOfMissingJobs, type OldJob } from "./old-jobs.ts";
import { lookAtHost, type SeenHost } from "./look-at-host.ts";
import { onHosts, type HostResult, type HostWork } from "./on-hosts.ts";
import { alertedBy } from "./notification-tests.ts";
import {
  monitorsOf,
  needsLook,
  plannedCheck,
  plannedHeartbeat,
  planMonitors,
  warnOfMonitors,
  type PlannedMonitors,
} from "./plan-checks.ts";
import type { ProvisionOptions } from "./provision-event.ts";
import { requireNotNewer } from "./require-not-newer.ts";
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
  /** What each step of it changes there, in their order. */
  readonly changes: readonly StepChange[];
  /** The lines of crontabs that are commented out once the checks have reported; none when left out. */
  readonly replaces?: readonly (ReplacedLine & {
    /** The name of the check. */
    readonly check: string;
  })[];
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
  await requireNotNewer({ host: request.host, facts: seen.facts }, request.version);
  const oldJobs = await oldJobsOn(request, voice.signal);
  const context = { voice, request, destination, oldJobs, isForThisMachine: isInstall(request) };
  const { plan: planned, monitors } = await planSeen(seen, context);
  const replaces = (monitors?.checks ?? []).flatMap(({ check, oldJob }) => {
    if (oldJob === undefined) return [];
    const { file, line } = oldJob.job;
    return [{ check: checkNameOf(check), file, line }];
  });
  return replaces.length === 0 ? planned : { ...planned, replaces };
}

/** A plan, and what it was made from. */
export interface PlannedAgent {
  readonly plan: AgentPlan;
  /** Without those of monitors that are yet to be made. */
  readonly secrets: PlanSecrets;
  /** The monitors; undefined with a token. */
  readonly monitors: PlannedMonitors | undefined;
}

/** The aim of a plan for one host. */
export interface PlanContext extends Pick<HostWork, "voice"> {
  readonly request: AgentRequest;
  readonly destination: Destination;
  /**
   * Jobs of cron whose place checks take.
   * @defaultValue none
   */
  readonly oldJobs?: readonly OldJob[];
  /** Whether it is carried out on the very machine that was looked at, and not by others on whatever machine. */
  readonly isForThisMachine: boolean;
  /**
   * The checks of earlier installs that go, by name: the wish is all that the agent is to do.
   * @defaultValue none goes
   */
  readonly without?: readonly string[] | undefined;
}

/** The plan for a host that was looked at; says what a person should know of it. */
export async function planSeen(seen: SeenHost, context: PlanContext): Promise<PlannedAgent> {
  const { voice, request, isForThisMachine, without } = context;
  for (const note of seen.notes) voice.warn("unit", note);
  const { server, actions, tests, monitors, ...wished } = await lookAtServer(seen, context);
  const settings = await serverSettings(server, request.headers);
  const { plan: host, secrets } = planInstall(seen.facts, {
    ...wished,
    settings,
    ...formOf(request),
    isForThisMachine,
    without,
  });
  for (const warning of host.warnings) voice.warn("host", warning);
  const changes = stepChanges(seen.facts, { plan: host, secrets });
  return { plan: { version: 1, server, monitors: actions, tests, host, changes }, secrets, monitors };
}

interface Remote extends Pick<AgentPlan, "server" | "tests"> {
  readonly actions: AgentPlan["monitors"];
  readonly monitors: PlannedMonitors | undefined;
  readonly checks: readonly WishedCheck[];
  readonly heartbeat: WishedHeartbeat | undefined;
  readonly lookAtOnce: boolean;
}

async function lookAtServer(
  { facts, checks }: SeenHost,
  { destination, request, voice, oldJobs = [] }: PlanContext,
): Promise<Remote> {
  if (destination.kind === "token") {
    const { server, token } = destination.given;
    const wished = checks.map((check): WishedCheck => {
      const interval = intervalWithToken(destination.given, { request, facts, check });
      return { ...check, interval, token };
    });
    const none = { actions: [], tests: [], monitors: undefined, heartbeat: undefined, lookAtOnce: false };
    return { ...none, server, checks: wished };
  }
  const client = await destination.client();
  const monitors = await planMonitors(client, checks, { facts, request, oldJobs });
  const all = monitorsOf(monitors);
  warnOfMonitors(voice, all);
  await warnOfMissingJobs(client, { ...request, voice, facts, checks, jobs: oldJobs });
  if (facts.journal === "none") await warnOfFeeders(client, monitors, { facts, voice });
  return {
    server: client.server.url,
    actions: all.map(({ wish: { name }, planned: { plan: monitor } }) => ({ name, plan: monitor })),
    monitors,
    tests: request.testNotifications ? alertedBy(all) : [],
    checks: monitors.checks.map(plannedCheck),
    heartbeat: monitors.agentMonitor && plannedHeartbeat(monitors.agentMonitor),
    lookAtOnce: needsLook(all),
  };
}
