import type { Heartbeat } from "@kumakit/client";
import {
  carryOut,
  definitionOf,
  installedOn,
  planFeedingBoth,
  planMove,
  planStay,
  surveyHost,
  type CarriedOut,
  type PlannedInstall,
} from "@kumakit/installer";

import { agentProgram } from "../agent/agent-program.ts";
import { awaitFirstBeats, type AwaitedCheck } from "../agent/await-first-beats.ts";
import { awaitedOf, makeMonitors, type Made, type MadeMonitors } from "../agent/make-monitors.ts";
import { calledOf } from "../agent/watchable.ts";
import { isSameServer, monitorsLeft, pauseLeft } from "./left-monitors.ts";
import { hostMove, type SeenMove } from "./look-at-move.ts";
import type { MoveContext, MovedReport } from "./move-wish.ts";

/** A move with its monitors on the other server. */
interface Switching {
  readonly seen: SeenMove;
  readonly made: MadeMonitors;
  readonly awaited: readonly AwaitedCheck[];
  readonly context: MoveContext;
}

/** The result of a switch. */
interface Switched {
  /** In the order of the awaited ones. */
  readonly beats: readonly Heartbeat[];
  /** Whether both addresses lead to one server. */
  readonly isSame: boolean;
}

/** Makes the monitors on the other server and has the agent report there; the monitors that it leaves are paused. */
export async function switchServers(
  seen: SeenMove,
  context: MoveContext,
): Promise<{ readonly moved: readonly MovedReport[]; readonly isSame: boolean }> {
  const { voice, undo } = context;
  const made = await makeMonitors(seen.to.client, seen.monitors, { voice, undo });
  const paused = await keepPaused(seen, made, context);
  const awaited = awaitedOf(made).filter(({ monitor }) => !paused.has(monitor.id));
  const switching = { seen, made, awaited, context };
  const isSame = await showsTheSame(seen, made);
  const { beats, ...rest } =
    seen.canFeedBoth && !seen.isWhole && !isSame ? await feedBoth(switching) : await switchAtOnce(switching, isSame);
  const report = (one: Made, called: string, type: MovedReport["type"]): MovedReport => {
    const firstBeat = beats[awaited.findIndex(({ monitor }) => monitor === one.awaited)];
    return { called, type, ensured: one.ensured, firstBeat };
  };
  const { checks, agentMonitor } = made;
  const moved = checks.map((one) => report(one, calledOf(one.check), definitionOf(one.check).type));
  return { ...rest, moved: agentMonitor ? [...moved, report(agentMonitor, "the agent itself", undefined)] : moved };
}

/** The other server has the first heartbeat of each before the former one loses any. */
async function feedBoth({ seen, made, awaited, context }: Switching): Promise<Switched> {
  const { agent, to, from, reporters, fromUrl, isResumed } = seen;
  const { voice, undo, wish } = context;
  const { host, facts } = agent;
  const move = hostMove({ ...seen, monitors: made }, wish);
  const since = new Date();
  await carriedOut(seen, planFeedingBoth(facts, move), context);
  // A run that carries on leaves both fed when it fails: the monitors of the former server may be paused already.
  if (isResumed) undo.move();
  else undo.defer(`have the agent on ${host.label} report to ${fromUrl} alone`, () => stay(seen, context));
  const beats = await awaitFirstBeats(to.client, { agent, checks: awaited, since, voice, isSecond: true });
  voice.signal.throwIfAborted();
  // Before the switch: a run that is killed in between leaves the new monitors, and these feed on.
  if (from !== undefined && wish.left !== "keep") await pauseLeft(from.client, monitorsLeft(from, reporters), undo);
  voice.signal.throwIfAborted();
  const now = await surveyHost(host, { scope: facts.scope }, { signal: voice.signal });
  await carriedOut(seen, planMove(now, move), context);
  return { beats, isSame: false };
}

/** For an agent that cannot feed both, and for a server that knows its tokens: one reload, or back. */
async function switchAtOnce({ seen, made, awaited, context }: Switching, isKnownSame: boolean): Promise<Switched> {
  const { agent, to, from, reporters, isWhole } = seen;
  const { voice, undo, wish } = context;
  const since = new Date();
  const done = await carriedOut(seen, planMove(agent.facts, hostMove({ ...seen, monitors: made }, wish)), context);
  undo.defer("put the host back as it was", () => done.undo());
  const beats = await awaitFirstBeats(to.client, { agent, checks: awaited, since, voice });
  voice.signal.throwIfAborted();
  const isSame = isKnownSame || (isWhole && (await isSameAsBefore(seen, beats)));
  if (!isSame && from !== undefined && wish.left !== "keep")
    await pauseLeft(from.client, monitorsLeft(from, reporters), undo);
  voice.signal.throwIfAborted();
  return { beats, isSame };
}

async function carriedOut(
  { agent: { host } }: SeenMove,
  { plan, secrets }: PlannedInstall,
  { lock, voice }: MoveContext,
): Promise<CarriedOut> {
  const result = await carryOut(host, plan, {
    lock,
    secrets,
    signal: voice.signal,
    onStep: (step) => voice.emit({ kind: "host-step", host: host.label, step }),
  });
  for (const warning of result.warnings) voice.warn("host", warning);
  return result;
}

async function stay({ agent: { host, facts } }: SeenMove, { lock, wish }: MoveContext): Promise<void> {
  const { config } = installedOn(facts);
  const { program = agentProgram() } = wish;
  const now = await surveyHost(host, { scope: facts.scope });
  const text = config.kind === "valid" ? config.text : undefined;
  const { plan, secrets } = planStay(now, { text, program });
  await carryOut(host, plan, { lock, secrets });
}

/** A monitor that somebody has paused is paused on the other server as well: it would alert else. */
async function keepPaused(
  { wishes, to: { client }, isResumed }: SeenMove,
  { checks, agentMonitor }: MadeMonitors,
  { undo }: MoveContext,
): Promise<ReadonlySet<number>> {
  const all = [...checks, ...(agentMonitor === undefined ? [] : [agentMonitor])];
  // A run that was killed may have paused them itself.
  const kept = isResumed ? [] : wishes.filter(({ before }) => before?.active === false).map(({ wish }) => wish);
  const ids = new Set<number>();
  for (const { wish, ensured } of all) {
    const { id, active } = ensured.monitor;
    if (kept.includes(wish) && active) {
      await client.monitors.pause(id);
      undo.defer(`resume the monitor ${id}`, () => client.monitors.resume(id));
    }
    if (kept.includes(wish) || !active) ids.add(id);
  }
  return ids;
}

/** Whether a monitor that the host did not push to so far is on both: the addresses lead to one server. */
async function showsTheSame(
  { from, to, reporters }: SeenMove,
  { checks, agentMonitor }: MadeMonitors,
): Promise<boolean> {
  if (from === undefined) return false;
  const all = [...checks, ...(agentMonitor === undefined ? [] : [agentMonitor])];
  const tokens = all.map(({ ensured }) => ensured.monitor.pushToken);
  const fresh = tokens.filter((token) => !reporters.some((reporter) => reporter.pushesWith(token)));
  if (to.client === from.client) return true;
  return (await from.client.monitors.list()).some(({ pushToken }) => fresh.includes(pushToken ?? ""));
}

/** Without a heartbeat that says otherwise it is taken for the same: nothing is paused there then. */
async function isSameAsBefore({ from, reporters }: SeenMove, beats: readonly Heartbeat[]): Promise<boolean> {
  const [beat] = beats;
  if (from === undefined || beat === undefined) return true;
  for (const monitor of monitorsLeft(from, reporters)) if (await isSameServer(from.client, monitor, beat)) return true;
  return false;
}
