import { setTimeout as sleep } from "node:timers/promises";
import type { CheckResult } from "../checks/check-result.ts";
import { heartbeatSubject, heartbeatType } from "./check-subject.ts";
import type { AgentConfig } from "../config/agent-config.ts";
import type { AgentStatus } from "../service/agent-status.ts";
import { isoTime } from "../service/iso-time.ts";
import { closeClients, loadFiles, type CheckTokens, type LoadedConfig } from "./loaded-config.ts";
import type { Logger } from "../logger.ts";
import { MessageFormat } from "../push/message-format.ts";
import { MonitoredCheck, type Inheritance, type LastWord } from "./monitored-check.ts";
import type { MonitoredCheckOptions } from "./monitored-check-options.ts";
import type { OutletTarget, ServerRole } from "../push/outlet.ts";
import { ServerLinks } from "./server-links.ts";
import { SharedTicks } from "./shared-ticks.ts";
import { statusLine } from "../service/status-line.ts";
import { LazyUnitSources } from "../systemd/lazy-unit-sources.ts";
import type { UnitScope, UnitStateSource } from "../systemd/unit-state.ts";
import { version } from "../version.ts";
import { watchForWaking } from "./wake-watch.ts";
import { hasSameMonitor, isSame, type WantedCheck } from "./wanted-check.ts";

/** How long the agent takes at its end to finish what is on its way, in ms. */
const stopGraceMs = 3_000;

/** How long the service manager may take to say whether it goes down, in ms: the agent's own end has a limit. */
const askPatienceMs = 2_000;

/** How long a unit may be starting while the host boots unless the config says otherwise, in seconds. */
const defaultBootGrace = 120;

/** What an agent needs, whatever its config says. */
export interface AgentSurroundings {
  /** The folder that the file names in the config are relative to. */
  readonly configFolder: string;
  readonly logger: Logger;
  /** Where unit states come from, for both scopes; the host's systemd by default. */
  readonly systemd?: UnitStateSource | undefined;
  /** Whose service manager the agent itself goes down with; the host's in any case. */
  readonly manager?: UnitScope | undefined;
  /** Called whenever {@link Agent.status} may have changed, with whether in more than its times. */
  readonly onChange: (isNews: boolean) => void;
}

interface RunningCheck extends WantedCheck {
  readonly check: MonitoredCheck;
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
  readonly #format = new MessageFormat();
  readonly #ticks = new SharedTicks();
  readonly #links = new ServerLinks();
  /** Checks that were removed and still tell their last. */
  readonly #leaving = new Set<Promise<void>>();
  #loaded: LoadedConfig | undefined;
  #running: readonly RunningCheck[] = [];
  #lastReload: AgentStatus["lastReload"] = null;
  readonly #unwatch: () => void;
  /** The same for each. */
  readonly #ofAllChecks: Omit<MonitoredCheckOptions, "subject" | "targets" | "bootGraceUntil" | "isGoingDownQuietly">;

  constructor(surroundings: AgentSurroundings) {
    const { configFolder, logger, onChange } = surroundings;
    this.#surroundings = surroundings;
    this.#ofAllChecks = {
      configFolder,
      logger,
      onChange,
      ticks: this.#ticks,
      units: (scope) => this.#sources.of(scope),
      format: (text) => this.#format.format(text),
      hostName: () => this.config.host,
    };
    this.#sources = new LazyUnitSources(surroundings.systemd, surroundings.logger);
    this.#unwatch = watchForWaking(() => this.#onWake());
  }

  #onWake(): void {
    this.#surroundings.logger.info("the machine has slept: everything is looked at and pushed now");
    this.#links.lookNow();
    for (const { check } of this.#running) {
      check.forgetRecorded();
      check.lookNow();
    }
  }

  /**
   * Puts a config in force. Checks that it leaves as they are go on as if nothing had happened, and look at once.
   *
   * At the start a file that cannot be used only keeps its own check from being pushed, as long as there are others.
   * Later the config before is better than half of the new one.
   *
   * @throws AgentFileError when a file that it names cannot be used; then everything stays as it was
   */
  async use(config: AgentConfig): Promise<ReloadSummary> {
    const { configFolder: folder, logger } = this.#surroundings;
    const next = await loadFiles(config, { folder, logger });
    const former = this.#loaded?.config;
    const [problem] = next.problems;
    if (problem !== undefined && (former !== undefined || !canPush(next))) {
      closeClients(next);
      throw problem;
    }
    for (const { message } of next.problems) logger.error(`not everything can be pushed: ${message}`);
    this.#loaded = next;
    this.#format.hide(Object.values(next.clients).flatMap(({ secrets }) => secrets));
    for (const { first, second } of [...next.checks.map(({ tokens }) => tokens), next.heartbeatTokens ?? []].flat()) {
      for (const token of [first, second]) if (token !== undefined) this.#format.hideToken(token);
    }
    return this.#replaceChecks(next, this.#links.use(next, former));
  }

  /** The config in force. */
  get config(): AgentConfig {
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
    return {
      version,
      pid: process.pid,
      startedAt: this.#startedAt,
      lastReload: this.#lastReload,
      checks: this.#checks.map(({ status }) => status),
      ...(this.#heartbeat === undefined ? {} : { heartbeat: this.#heartbeat.status }),
    };
  }

  /** Why the agent does not work as it should, when only a new start can help. */
  get trouble(): string | undefined {
    for (const { check } of this.#running) if (check.trouble !== undefined) return check.trouble;
    const isCutOff = this.#sources.all.some((source) => source.isCutOff === true);
    return isCutOff ? "the bus answers others, but not the agent" : undefined;
  }

  /** What keeps a check from being pushed although the network may be well; a person has to mend it. */
  get unpushed(): string | undefined {
    const broken = Object.values(this.#loaded?.clients ?? {}).find(({ problem }) => problem !== undefined)?.problem;
    return broken?.message ?? this.#running.find(({ check }) => check.missing !== undefined)?.check.missing;
  }

  /** Asks whether the service manager, and with it the host or the session, is going down. Never throws. */
  async isGoingDown(manager: UnitScope): Promise<boolean> {
    const source = this.#sources.of(manager);
    // The bus may be going down as well; what was heard last counts then.
    await Promise.race([source.readPhase?.(), sleep(askPatienceMs, undefined, { ref: false })]);
    return source.phase === "stopping";
  }

  /**
   * Ends everything; what has to be told is told first.
   *
   * @param lastWord - told of every check that is UP
   */
  async stop(lastWord?: LastWord): Promise<void> {
    await Promise.all([...this.#running.map(({ check }) => check.stop(stopGraceMs, lastWord)), ...this.#leaving]);
    this.#unwatch();
    this.#sources.close();
    this.#links.close();
  }

  #replaceChecks(next: LoadedConfig, changedServers: readonly ServerRole[]): ReloadSummary {
    const former = new Set(this.#running);
    const wanted = this.#wantedBy(next);
    const kept = wanted.map((one) => takeFrom(former, (other) => isSame(one, other)));
    // The new ones look before the old ones stop looking, so that the unit that both watch is watched all the while.
    const leaving: (() => Promise<void>)[] = [];
    this.#running = wanted.map((one, index) => {
      const same = kept[index];
      if (same !== undefined) return same;
      const before = takeFrom(former, (other) => hasSameMonitor(one, other));
      if (before !== undefined) leaving.push(() => before.check.leaveTo(one.targets, stopGraceMs));
      return { ...one, check: this.#create(one, before?.check.inheritance) };
    });
    const all = this.#running.map(({ check }) => check);
    for (const role of changedServers) for (const check of all) check.forgetRecorded(role);
    for (const [index, check] of all.entries()) {
      if (kept[index] === undefined) check.start();
      else check.lookNow();
    }
    for (const leave of leaving) this.#letGo(leave());
    for (const { check } of former) this.#letGo(check.stop(stopGraceMs));
    this.#surroundings.onChange(true);
    const count = kept.filter((one) => one !== undefined).length;
    return { kept: count, started: all.length - count, stopped: former.size };
  }

  #wantedBy({ config, checks: loaded, heartbeatTokens }: LoadedConfig): readonly WantedCheck[] {
    const checks = loaded.map(({ tokens, ...check }) => ({ ...check, targets: this.#targetsOf(tokens) }));
    if (config.heartbeat === undefined) return checks;
    const look = (): CheckResult => {
      const { trouble } = this;
      if (trouble !== undefined) return { status: "down", message: `the agent is stuck: ${trouble}` };
      const { unpushed } = this;
      return unpushed === undefined
        ? { status: "up", message: statusLine(this.status) }
        : { status: "down", message: `not everything can be pushed: ${unpushed}` };
    };
    const subject = heartbeatSubject(config.heartbeat, look);
    return [...checks, { config: config.heartbeat, targets: this.#targetsOf(heartbeatTokens), subject }];
  }

  #targetsOf(tokens: CheckTokens | undefined): readonly OutletTarget[] {
    return tokens === undefined ? [] : this.#links.targetsOf(tokens);
  }

  get #checks(): readonly MonitoredCheck[] {
    return this.#running.filter(({ subject }) => subject.type !== heartbeatType).map(({ check }) => check);
  }

  get #heartbeat(): MonitoredCheck | undefined {
    return this.#running.find(({ subject }) => subject.type === heartbeatType)?.check;
  }

  #create({ config, subject, targets }: WantedCheck, inheritance?: Inheritance): MonitoredCheck {
    const endsWith = managersOf(config, this.#surroundings.manager);
    const options = {
      subject,
      targets,
      bootGraceUntil: this.#startedMs + (this.config.bootGrace ?? defaultBootGrace) * 1000,
      isGoingDownQuietly: () => this.config.plannedReboot !== "tell" && this.#sources.areGoingDown(endsWith),
      ...this.#ofAllChecks,
    };
    return new MonitoredCheck(options, inheritance);
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

/** Whether there is a monitor that can be pushed to. */
function canPush({ checks, heartbeatTokens, clients }: LoadedConfig): boolean {
  return [...checks.map(({ tokens }) => tokens), heartbeatTokens ?? []].flat().some((token) =>
    (["first", "second"] as const).some((role) => {
      const opened = clients[role];
      return opened !== undefined && opened.problem === undefined && token[role]?.value !== undefined;
    }),
  );
}

/** The managers with which what a check looks at goes down: the end of a session says nothing of the host's own units. */
function managersOf(config: WantedCheck["config"], manager: UnitScope | undefined): readonly UnitScope[] {
  const isOfUser = manager === "user" || ("scope" in config && config.scope === "user");
  return isOfUser ? ["system", "user"] : ["system"];
}

function takeFrom<T>(set: Set<T>, matches: (one: T) => boolean): T | undefined {
  const found = [...set].find(matches);
  if (found !== undefined) set.delete(found);
  return found;
}
