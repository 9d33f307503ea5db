import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { CheckResult } from "./checks/check-result.ts";
import { heartbeatSubject, heartbeatType, subjectOf, type CheckSubject } from "./check-subject.ts";
import type { AgentConfig, CheckConfig, HeartbeatConfig } from "./config/agent-config.ts";
import type { AgentStatus } from "./config/agent-status.ts";
import { loadFiles, type LoadedConfig } from "./loaded-config.ts";
import type { Logger } from "./logger.ts";
import { MonitoredCheck, type Inheritance, type LastWord } from "./monitored-check.ts";
import { formatMessage } from "./push/format-message.ts";
import type { PushClient } from "./push/push-client.ts";
import { statusLine } from "./self-report/status-line.ts";
import { LazyUnitSources } from "./systemd/lazy-unit-sources.ts";
import type { UnitScope, UnitStateSource } from "./systemd/unit-state.ts";
import { version } from "./version.ts";

/** How long the agent takes at its end to finish what is on its way, in ms. */
const stopGraceMs = 3_000;

/** How long the service manager may take to say whether it goes down, in ms: the agent's own end has a limit. */
const askPatienceMs = 2_000;

/** How long a unit may be starting while the host boots unless the config says otherwise, in seconds. */
const defaultBootGrace = 120;

/** How long a push may still be on its way with the settings before a reload, in ms: the longest that one may take. */
const formerClientMs = 120_000;

/** What an agent needs, whatever its config says. */
export interface AgentSurroundings {
  /** The folder that the file names in the config are relative to. */
  readonly configFolder: string;
  readonly logger: Logger;
  /** Where unit states come from, for both scopes; the host's systemd by default. */
  readonly systemd?: UnitStateSource | undefined;
  /** Called whenever {@link Agent.status} may have changed. */
  readonly onChange: () => void;
}

/** What a config wants to be watched. */
interface WantedCheck {
  readonly config: CheckConfig | HeartbeatConfig;
  readonly token: string;
  readonly subject: CheckSubject;
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
  readonly #startedAt = new Date().toISOString();
  readonly #startedMs = performance.now();
  /** All that ever were: a message that waits may hold one from before a reload. */
  readonly #secrets = new Set<string>();
  readonly #formerClients = new Set<PushClient>();
  /** Checks that were removed and still tell their last. */
  readonly #leaving = new Set<Promise<void>>();
  #loaded: LoadedConfig | undefined;
  #running: readonly RunningCheck[] = [];
  #lastReload: AgentStatus["lastReload"] = null;

  constructor(surroundings: AgentSurroundings) {
    this.#surroundings = surroundings;
    this.#sources = new LazyUnitSources(surroundings.systemd, surroundings.logger);
  }

  /**
   * Puts a config in force. Checks that it leaves as they are go on as if nothing had happened, and look at once.
   *
   * @throws AgentFileError when a file that it names cannot be used; then everything stays as it was
   */
  async use(config: AgentConfig): Promise<ReloadSummary> {
    const { configFolder: folder, logger } = this.#surroundings;
    const next = await loadFiles(config, { folder, logger });
    const former = this.#loaded;
    this.#loaded = next;
    const secrets = [...next.tokens, next.heartbeatToken ?? [], ...Object.values(config.server.headers ?? {})].flat();
    for (const secret of secrets) this.#secrets.add(secret);
    if (former !== undefined) this.#retire(former.client);
    const isSameServer = former?.config.server.url === config.server.url;
    return this.#replaceChecks(next, isSameServer);
  }

  /** The config in force. */
  get config(): AgentConfig {
    return this.#inForce.config;
  }

  /** Remembers how a reload went, for the status. */
  noteReload(error?: string): void {
    const at = new Date().toISOString();
    this.#lastReload = error === undefined ? { at, ok: true } : { at, ok: false, error };
    this.#surroundings.onChange();
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
    this.#sources.close();
    this.#loaded?.client.close();
    for (const client of this.#formerClients) client.close();
  }

  #replaceChecks(next: LoadedConfig, isSameServer: boolean): ReloadSummary {
    const former = new Set(this.#running);
    const wanted = this.#wantedBy(next);
    const kept = wanted.map((one) => takeFrom(former, (other) => isSame(one, other)));
    // The new ones look before the old ones stop looking, so that the unit that both watch is watched all the while.
    const leaving: MonitoredCheck[] = [];
    this.#running = wanted.map((one, index) => {
      const same = kept[index];
      if (same !== undefined) return same;
      const before = takeFrom(former, (other) => other.token === one.token);
      if (before !== undefined) leaving.push(before.check);
      return { ...one, check: this.#create(one, before?.check.inheritance) };
    });
    const all = this.#running.map(({ check }) => check);
    if (!isSameServer) for (const check of all) check.forgetRecorded();
    for (const [index, check] of all.entries()) {
      if (kept[index] === undefined) check.start();
      else check.lookNow();
    }
    for (const check of leaving) check.leave();
    for (const { check } of former) this.#letGo(check);
    this.#surroundings.onChange();
    const count = kept.filter((one) => one !== undefined).length;
    return { kept: count, started: all.length - count, stopped: former.size };
  }

  #wantedBy({ config, tokens, heartbeatToken }: LoadedConfig): readonly WantedCheck[] {
    const checks = config.checks.map((check, index) => ({
      config: check,
      token: tokens[index] ?? "",
      subject: subjectOf(check),
    }));
    if (config.heartbeat === undefined || heartbeatToken === undefined) return checks;
    const look = (): CheckResult => {
      const { trouble } = this;
      return trouble === undefined
        ? { status: "up", message: statusLine(this.status) }
        : { status: "down", message: `the agent is stuck: ${trouble}` };
    };
    const subject = heartbeatSubject(config.heartbeat, look);
    return [...checks, { config: config.heartbeat, token: heartbeatToken, subject }];
  }

  get #checks(): readonly MonitoredCheck[] {
    return this.#running.filter(({ subject }) => subject.type !== heartbeatType).map(({ check }) => check);
  }

  get #heartbeat(): MonitoredCheck | undefined {
    return this.#running.find(({ subject }) => subject.type === heartbeatType)?.check;
  }

  #create({ subject, token }: WantedCheck, inheritance?: Inheritance): MonitoredCheck {
    const options = {
      subject,
      units: (scope: UnitScope) => this.#sources.of(scope),
      // The client is that of the config in force when the push goes out.
      send: (beat, limits) => this.#inForce.client.push({ token, beat, ...limits }),
      format: (text) => formatMessage(text, [...this.#secrets]),
      hostName: () => this.config.host,
      configFolder: this.#surroundings.configFolder,
      bootGraceUntil: this.#startedMs + (this.config.bootGrace ?? defaultBootGrace) * 1000,
      isGoingDownQuietly: () => this.config.plannedReboot !== "tell" && this.#sources.areGoingDown,
      logger: this.#surroundings.logger,
      onChange: this.#surroundings.onChange,
    } satisfies ConstructorParameters<typeof MonitoredCheck>[0];
    return new MonitoredCheck(options, inheritance);
  }

  get #inForce(): LoadedConfig {
    if (this.#loaded === undefined) throw new TypeError("nothing is watched before there is a config");
    return this.#loaded;
  }

  #letGo(check: MonitoredCheck): void {
    const gone = check.stop(stopGraceMs).then(() => void this.#leaving.delete(gone));
    this.#leaving.add(gone);
  }

  #retire(client: PushClient): void {
    this.#formerClients.add(client);
    const timer = setTimeout(() => {
      client.close();
      this.#formerClients.delete(client);
    }, formerClientMs);
    timer.unref();
  }
}

function isSame(one: WantedCheck, other: RunningCheck): boolean {
  return one.token === other.token && isDeepStrictEqual(one.config, other.config);
}

function takeFrom<T>(set: Set<T>, matches: (one: T) => boolean): T | undefined {
  const found = [...set].find(matches);
  if (found !== undefined) set.delete(found);
  return found;
}
