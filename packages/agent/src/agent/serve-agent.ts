import { join } from "node:path";
import { Agent } from "./agent.ts";
import { AgentFileError } from "../files/agent-file-error.ts";
import type { AgentConfig, AgentSettings } from "../config/agent-config.ts";
import { AgentConfigError } from "../config/agent-config-error.ts";
import { silentLogger, type Logger } from "../logger.ts";
import { OutageMemory } from "./outage-memory.ts";
import { ReportFiles } from "../service/report-files.ts";
import { statusLine } from "../service/status-line.ts";
import { lastWordOf } from "./last-word.ts";
import { LifeSigns } from "../service/life-signs.ts";
import type { ServiceNotifier } from "../service/service-notifier.ts";
import type { UnitScope, UnitStateSource } from "../systemd/unit-state.ts";
import { version } from "../version.ts";

/** The options of an agent. */
export interface AgentOptions {
  /** What to watch, and where to push to. */
  readonly config: AgentConfig;
  /** The folder that the file names in the config are relative to. */
  readonly configFolder: string;
  /** Ends the agent. Without it the agent runs for good. */
  readonly signal?: AbortSignal;
  /**
   * Where the agent says what it does.
   * @defaultValue silent
   */
  readonly logger?: Logger;
  /** Where to keep the status for `kuma-agent status`; nowhere when left out. */
  readonly statusFile?: string;
  /**
   * Where unit states come from, for both scopes.
   * @defaultValue the host's systemd
   */
  readonly systemd?: UnitStateSource;
}

/** The same with a complete config. */
interface ServedAgent extends AgentOptions {
  readonly config: AgentSettings;
}

/** Where a new config comes from, and when. */
export interface ConfigReloads {
  /** Reads the config again. @throws AgentConfigError or AgentFileError */
  readonly load: () => Promise<AgentSettings>;
  /** Has the listener called whenever a reload is asked for. */
  readonly onRequest: (listener: () => void) => void;
}

/** The help of a service manager, where one looks after the agent. */
export interface ServiceLife {
  readonly reloads?: ConfigReloads;
  readonly notifier?: ServiceNotifier | undefined;
  /** Whose service manager stops the agent; undefined when none does. */
  readonly manager?: UnitScope | undefined;
  /** Where the agent keeps what it has to know after a boot; nowhere when left out. */
  readonly stateFolder?: string | undefined;
}

function whenAborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done) => {
    if (signal?.aborted === true) done();
    else signal?.addEventListener("abort", () => done(), { once: true });
  });
}

function count(checks: number): string {
  return `${checks} ${checks === 1 ? "check" : "checks"}`;
}

/** The surroundings of a reload. */
interface ReloadContext {
  readonly agent: Agent;
  readonly load: ConfigReloads["load"];
  readonly logger: Logger;
  readonly signs: LifeSigns | undefined;
  readonly reports: ReportFiles;
}

async function reload({ agent, load, logger, signs, reports }: ReloadContext): Promise<void> {
  void signs?.reloading();
  try {
    const config = await load();
    const { kept, started, stopped } = await agent.use(config);
    await reports.use(config);
    logger.info(`reloaded: ${count(config.checks.length)} (${started} started, ${stopped} stopped, ${kept} unchanged)`);
    agent.noteReload();
  } catch (error) {
    if (!(error instanceof AgentConfigError || error instanceof AgentFileError)) throw error;
    logger.error(`the new config is wrong, the old one stays in force:\n${error.message}`);
    agent.noteReload(error.message);
  }
  await signs?.reloaded();
}

/** Has one reload follow the other; those asked for during one are answered by one more. */
function oneAtATime(work: () => Promise<void>): { request: () => void; ended: () => Promise<void> } {
  let current: Promise<void> | undefined;
  let isAskedFor = false;
  async function workOff(): Promise<void> {
    while (isAskedFor) {
      isAskedFor = false;
      await work();
    }
    current = undefined;
  }
  return {
    request: () => {
      isAskedFor = true;
      current ??= workOff();
    },
    ended: async () => {
      isAskedFor = false;
      await current;
    },
  };
}

/**
 * Runs an agent with the service manager around it: reports to it, and reloads the config when asked to.
 *
 * @throws AgentFileError when a file of the first config cannot be used
 */
export async function serveAgent(
  options: ServedAgent,
  { reloads, notifier, manager, stateFolder }: ServiceLife,
): Promise<void> {
  const { config, configFolder, signal, statusFile, logger = silentLogger } = options;
  let signs: LifeSigns | undefined;
  const outages = new OutageMemory({ file: stateFolder && join(stateFolder, "outages.json"), logger });
  const agent = new Agent({
    configFolder,
    logger,
    outages,
    systemd: options.systemd,
    manager,
    onChange: (isNews) => {
      reports.touch(isNews);
      if (isNews) signs?.touch();
    },
  });
  const reports = new ReportFiles({ statusFile, logger, status: () => agent.status });
  if (notifier !== undefined) {
    signs = new LifeSigns({
      notifier,
      logger,
      status: () => statusLine(agent.status),
      trouble: () => agent.trouble,
      rhythm: () => agent.rhythm,
      startTicks: (periodMs, onTick) => agent.startTicks(periodMs, onTick),
    });
  }
  if (signal?.aborted === true) return;
  await outages.read();
  await agent.use(config);
  await reports.use(config);
  logger.info(`kuma-agent ${version}: ${count(config.checks.length)} for ${config.server.url}`);
  const reloading = reloads && oneAtATime(() => reload({ agent, load: reloads.load, logger, signs, reports }));
  if (reloading) reloads.onRequest(reloading.request);
  void signs?.ready();
  await whenAborted(signal);
  await reloading?.ended();
  const stopping = signs?.stopping();
  await agent.stop(manager === undefined ? undefined : await lastWordOf(agent, manager));
  await stopping;
  await reports.close();
}
