import { setTimeout as sleep } from "node:timers/promises";
import type { CheckResult } from "../checks/check.ts";
import type { AgentSettings } from "../config/agent-config.ts";
import { pushPeriodSeconds } from "../push-period.ts";
import type { AgentStatus } from "../service/agent-status.ts";
import { isoTime } from "../service/iso-time.ts";
import { allTokens, canRun, closeClients, loadFiles, type CheckTokens, type LoadedConfig } from "./loaded-config.ts";
import type { Logger } from "../logger.ts";
import { Mutes } from "../mute/mutes.ts";
import { MessageMasker } from "../push/message-masker.ts";
import type { LastWord } from "./known-state.ts";
import { MonitoredCheck } from "./monitored-check.ts";
import {
  hasSameMonitor,
  heartbeatName,
  heartbeatType,
  isSame,
  managersOf,
  type CheckSurroundings,
  type MonitoredCheckOptions,
} from "./monitored-check-options.ts";
import type { MachineFiles } from "./other-machine.ts";
import type { OutageMemory } from "./outage-memory.ts";
import type { ServerRole } from "../push/outlet.ts";
import { ServerLinks } from "./server-links.ts";
import { SharedTicks } from "./shared-ticks.ts";
import type { PushRhythm } from "../service/life-signs.ts";
import { statusLine } from "../service/status-line.ts";
import { LazyUnitSources } from "../systemd/lazy-unit-sources.ts";
import type { UnitScope, UnitStateSource } from "../systemd/unit-state.ts";
import { version } from "../version.ts";
import type { TickTimer } from "./tick-timer.ts";
import { watchForWaking } from "./wake-watch.ts";

/** How long the agent takes at its end to finish what is on its way, in ms. */
const stopGraceMs = 3_000;

/** How long the service manager may take to say whether it goes down, in ms: the agent's own end has a limit. */
const askPatienceMs = 2_000;

/** An agent's surroundings, whatever its config says. */
export interface AgentSurroundings {
  /** The folder that the file names in the config are relative to. */
  readonly configFolder: string;
  readonly logger: Logger;
  /** Where unit states come from, for both scopes; the host's systemd by default. */
  readonly systemd?: UnitStateSource | undefined;
  /** Whose service manager the agent itself goes down with; the host's in any case. */
  readonly manager?: UnitScope | undefined;
  /** The outages of before the agent's start, and those under way. */
  readonly outages: OutageMemory;
  /** Where the host says which machine it is; the usual places by default. */
  readonly machineFiles?: MachineFiles | undefined;
  /** Called whenever {@link Agent.status} may have changed, with whether in more than its times. */
  readonly onChange: (isNews: boolean) => void;
}

/** How the checks of a new config relate to those before. */
export interface ReloadSummary {
  readonly kept: number;
  /** New ones, and those whose settings have changed. */
  readonly started: number;
  /** Those that are gone. */
  readonly stopped: number;
}

/** All checks of one config at work, and the change to another config without a gap. */
export class Agent {
  readonly #surroundings: AgentSurroundings;
  readonly #sources: LazyUnitSources;
  readonly #startedAt = isoTime(Date.now());
  readonly #startedMs = performance.now();
  readonly #format = new MessageMasker();
  readonly #ticks = new SharedTicks();
  readonly #links = new ServerLinks();
  /** Checks that were removed and still tell their last. */
  readonly #leaving = new Set<Promise<void>>();
  #loaded: LoadedConfig | undefined;
  #checks: readonly MonitoredCheck[] = [];
  #lastReload: AgentStatus["lastReload"] = null;
  readonly #unwatch: () => void;
  readonly #mutes: Mutes;
  /** The same for each. */
  readonly #ofAllChecks: CheckSurroundings;

  constructor(surroundings: AgentSurroundings) {
    const { configFolder, logger, outages, onChange } = surroundings;
    this.#surroundings = surroundings;
    this.#ofAllChecks = {
      configFolder,
      logger,
      outages,
      onChange,
      ticks: this.#ticks,
      units: (scope) => this.#sources.of(scope),
      format: (text) => this.#format.format(text),
      hostName: () => this.config.host,
      muteOf: (name) => this.#mutes.of(name),
    };
    this.#mutes = new Mutes({ configFolder, logger, onEnd: (names) => this.#onMuteEnd(names) });
    this.#sources = new LazyUnitSources(surroundings.systemd, surroundings.logger);
    this.#unwatch = watchForWaking(() => this.#onWake());
  }

  #onWake(): void {
    this.#surroundings.logger.info("the machine has slept: everything is looked at and pushed now");
    this.#links.lookNow();
    for (const check of this.#checks) {
      check.forgetRecorded();
      check.lookNow();
    }
  }

  /** The truth is reported at once: a check that is DOWN by now alerts. */
  #onMuteEnd(names: readonly string[]): void {
    for (const check of this.#checks) if (names.includes(check.options.name)) check.lookNow();
    this.#surroundings.onChange(true);
  }

  /**
   * Puts a config in force. Checks that it leaves as they are go on as if nothing had happened, and look at once.
   *
   * At the start a file that cannot be used only keeps its own check from being pushed, as long as there are others.
   * Later the config before is better than half of the new one.
   *
   * @throws AgentFileError when a file that it names cannot be used; then everything stays as it was
   */
  async use(config: AgentSettings): Promise<ReloadSummary> {
    const { configFolder: folder, logger, machineFiles } = this.#surroundings;
    const next = await loadFiles(config, { folder, logger, machineFiles });
    const former = this.#loaded?.config;
    const [problem] = next.problems;
    if (problem !== undefined && (former !== undefined || !canRun(next))) {
      closeClients(next);
      throw problem;
    }
    for (const { message } of next.problems) logger.error(`not everything can be pushed: ${message}`);
    if (next.elsewhere !== undefined) logger.error(next.elsewhere.message);
    await this.#mutes.read();
    this.#loaded = next;
    this.#surroundings.outages.keepOnly([...next.checks.map(({ settings }) => settings.name), heartbeatName]);
    this.#format.hide(Object.values(next.clients).flatMap(({ secrets }) => secrets));
    for (const token of allTokens(next)) this.#format.hideToken(token);
    return this.#replaceChecks(next, this.#links.use(next, former));
  }

  /** The config in force. */
  get config(): AgentSettings {
    return this.#inForce.config;
  }

  /** Remembers how a reload went, for the status. */
  noteReload(error?: string): void {
    const at = isoTime(Date.now());
    this.#lastReload = error === undefined ? { at, ok: true } : { at, ok: false, error };
    this.#surroundings.onChange(true);
  }

  /** What the status file says. */
  get status(): AgentStatus {
    const heartbeat = this.#checks.find(({ options }) => options.type === heartbeatType);
    return {
      version,
      pid: process.pid,
      startedAt: this.#startedAt,
      lastReload: this.#lastReload,
      checks: this.#checks.filter((check) => check !== heartbeat).map((check) => check.status),
      ...(heartbeat === undefined ? {} : { heartbeat: heartbeat.status }),
    };
  }

  /** The rhythm of the monitor that raises its alarm first when nothing comes any more. */
  get rhythm(): PushRhythm {
    const { checks, heartbeat } = this.config;
    const interval = Math.min(
      ...[...checks, ...(heartbeat === undefined ? [] : [heartbeat])].map((one) => one.interval),
    );
    return { intervalMs: interval * 1000, periodMs: pushPeriodSeconds(interval) * 1000 };
  }

  /** Ticks together with the checks of that period. */
  startTicks(periodMs: number, onTick: () => void): Pick<TickTimer, "stop"> {
    return this.#ticks.start(periodMs, onTick);
  }

  /** Why the agent does not work as it should, when only a new start can help. */
  get trouble(): string | undefined {
    for (const check of this.#checks) if (check.trouble !== undefined) return check.trouble;
    const isCutOff = this.#sources.all.some((source) => source.isCutOff === true);
    return isCutOff ? "the bus answers others, but not the agent" : undefined;
  }

  /** What keeps a check from being pushed although the network may be well; a person has to mend it. */
  get unpushed(): string | undefined {
    const broken = Object.values(this.#loaded?.clients ?? {}).find(({ problem }) => problem !== undefined)?.problem;
    return broken?.message ?? this.#checks.find(({ missing }) => missing !== undefined)?.missing;
  }

  /** Asks whether the service manager, and with it the host or the session, is going down. Never throws. */
  async isGoingDown(manager: UnitScope): Promise<boolean> {
    const source = this.#sources.of(manager);
    // The bus may be going down as well; what was heard last counts then.
    await Promise.race([source.readPhase?.(), sleep(askPatienceMs, undefined, { ref: false })]);
    return source.phase === "stopping";
  }

  /**
   * Ends everything; pending reports go out first.
   *
   * @param lastWord - sent for every check that is UP
   */
  async stop(lastWord?: LastWord): Promise<void> {
    await Promise.all([...this.#checks.map((check) => check.stop(stopGraceMs, lastWord)), ...this.#leaving]);
    this.#unwatch();
    this.#mutes.close();
    this.#sources.close();
    this.#links.close();
    await this.#surroundings.outages.close();
  }

  #replaceChecks(next: LoadedConfig, changedServers: readonly ServerRole[]): ReloadSummary {
    const former = new Set(this.#checks);
    const wanted = this.#wantedBy(next);
    const kept = wanted.map((one) => takeFrom(former, ({ options }) => isSame(one, options)));
    // The new ones look before the old ones stop looking, so that the unit that both watch is watched all the while.
    const leaving: (() => Promise<void>)[] = [];
    this.#checks = wanted.map((one, index) => {
      const same = kept[index];
      if (same !== undefined) return same;
      const before = takeFrom(former, ({ options }) => hasSameMonitor(one, options));
      if (before !== undefined) leaving.push(() => before.leaveTo(one.targets, stopGraceMs));
      return new MonitoredCheck(one, this.#ofAllChecks, before?.inheritance);
    });
    for (const role of changedServers) for (const check of this.#checks) check.forgetRecorded(role);
    for (const [index, check] of this.#checks.entries()) {
      if (kept[index] === undefined) check.start();
      else check.lookNow();
    }
    for (const leave of leaving) this.#letGo(leave());
    for (const check of former) this.#letGo(check.stop(stopGraceMs));
    this.#surroundings.onChange(true);
    const count = kept.filter((one) => one !== undefined).length;
    return { kept: count, started: this.#checks.length - count, stopped: former.size };
  }

  #wantedBy({ config, checks, heartbeatTokens }: LoadedConfig): readonly MonitoredCheckOptions[] {
    const wanted = checks.map(({ settings, tokens, start }) => {
      const { name, type } = settings;
      return { name, type, settings, start, ...this.#placeOf(settings, tokens) };
    });
    if (config.heartbeat === undefined) return wanted;
    const heartbeat = {
      name: heartbeatName,
      type: heartbeatType,
      settings: config.heartbeat,
      start: () => ({ longestLookMs: Number.POSITIVE_INFINITY, look: () => this.#lookAtItself() }),
      ...this.#placeOf(config.heartbeat, heartbeatTokens),
    };
    return [...wanted, heartbeat];
  }

  /** Where a check is pushed to, and with which of the host's states it bears. */
  #placeOf(settings: MonitoredCheckOptions["settings"], tokens: CheckTokens | undefined) {
    const endsWith = managersOf(settings, this.#surroundings.manager);
    const isGoingDown = (): boolean => this.#sources.areGoingDown(endsWith);
    const { monitorId } = settings;
    const monitor = monitorId === undefined ? undefined : `${this.config.server.url} ${monitorId}`;
    return {
      targets: tokens === undefined ? [] : this.#links.targetsOf(tokens, monitor),
      bootGraceUntil: this.#startedMs + this.config.bootGrace * 1000,
      isGoingDown,
      isGoingDownQuietly: () => this.config.plannedReboot !== "tell" && isGoingDown(),
    };
  }

  #lookAtItself(): CheckResult {
    const { trouble } = this;
    if (trouble !== undefined) return { status: "down", message: `the agent is stuck: ${trouble}` };
    const { unpushed } = this;
    return unpushed === undefined
      ? { status: "up", message: statusLine(this.status), sinceMs: performance.now() - this.#startedMs, isRun: true }
      : { status: "down", message: `not everything can be pushed: ${unpushed}` };
  }

  get #inForce(): LoadedConfig {
    if (this.#loaded === undefined) throw new TypeError("nothing is watched before there is a config");
    return this.#loaded;
  }

  #letGo(ending: Promise<void>): void {
    const gone = ending.then(() => void this.#leaving.delete(gone));
    this.#leaving.add(gone);
  }
}

function takeFrom<T>(set: Set<T>, matches: (one: T) => boolean): T | undefined {
  const found = [...set].find(matches);
  if (found !== undefined) set.delete(found);
  return found;
}
