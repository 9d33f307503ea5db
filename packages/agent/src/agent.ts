import { setMaxListeners } from "node:events";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { AgentFileError } from "./agent-file-error.ts";
import type { AgentConfig } from "./config/agent-config.ts";
import type { AgentStatus } from "./config/agent-status.ts";
import { silentLogger, type Logger } from "./logger.ts";
import { MonitoredCheck } from "./monitored-check.ts";
import { formatMessage } from "./push/format-message.ts";
import { createPushClient, type PushClient } from "./push/push-client.ts";
import { readTokenFile } from "./read-token-file.ts";
import { StatusFile } from "./self-report/status-file.ts";
import { openUnitStateSource } from "./systemd/open-unit-state-source.ts";
import type { UnitScope, UnitStateSource } from "./systemd/unit-state.ts";
import { version } from "./version.ts";

/** How long the agent takes at its end to finish what is on its way, in ms. */
const stopGraceMs = 3_000;

/** What an agent needs to run. */
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

/** Opens each source when it is first asked for, and closes all. */
function lazySources(given: UnitStateSource | undefined, logger: Logger) {
  const opened = new Map<UnitScope, UnitStateSource>();
  return {
    units(scope: UnitScope): UnitStateSource {
      const source = given ?? opened.get(scope) ?? openUnitStateSource(scope, logger);
      if (given === undefined) opened.set(scope, source);
      return source;
    },
    close(): void {
      for (const source of opened.values()) source.close();
    },
  };
}

async function openClient({ server }: AgentConfig, folder: string): Promise<PushClient> {
  const { caFile, url, insecure, headers } = server;
  const shared = {
    url,
    ...(insecure === undefined ? {} : { insecure }),
    ...(headers === undefined ? {} : { headers }),
  };
  if (caFile === undefined) return createPushClient(shared);
  const file = resolve(folder, caFile);
  try {
    return createPushClient({ ...shared, ca: await readFile(file, "utf8") });
  } catch (error) {
    throw AgentFileError.from("the certificate file", file, error);
  }
}

function readTokens({ checks }: AgentConfig, folder: string, logger: Logger): Promise<string[]> {
  return Promise.all(
    checks.map(({ name, tokenFile }) => readTokenFile({ file: resolve(folder, tokenFile), check: name, logger })),
  );
}

/** A signal of the agent's own: every check listens to it, which the caller's signal would warn of. */
function stopSignal(signal: AbortSignal | undefined): AbortSignal {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  if (signal?.aborted === true) stop.abort();
  signal?.addEventListener("abort", () => stop.abort(), { once: true });
  return stop.signal;
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener("abort", () => done(), { once: true });
  });
}

/**
 * Watches everything the config names and pushes it to Uptime Kuma, until the signal ends it. Every check pushes its
 * first result at once.
 *
 * @param options - the config and its surroundings
 * @returns when the agent has ended: nothing runs, nothing is half sent, the status file is gone
 * @throws {@link AgentFileError} when a token or certificate file cannot be used; nothing was started then
 * @example
 * ```ts
 * const config = await loadAgentConfig("/etc/kuma-agent/agent.json");
 * await runAgent({ config, configFolder: "/etc/kuma-agent", signal: AbortSignal.timeout(60_000) });
 * ```
 */
export async function runAgent(options: AgentOptions): Promise<void> {
  const { config, configFolder, logger = silentLogger, signal } = options;
  const tokens = await readTokens(config, configFolder, logger);
  const client = await openClient(config, configFolder);
  const sources = lazySources(options.systemd, logger);
  const stop = stopSignal(signal);
  const secrets = [...new Set([...tokens, ...Object.values(config.server.headers ?? {})])];
  const startedAt = new Date().toISOString();
  const statusFile =
    options.statusFile === undefined
      ? undefined
      : new StatusFile({ file: options.statusFile, logger, read: () => statusOf(startedAt, checks) });
  const checks = config.checks.map(
    (check, index) =>
      new MonitoredCheck({
        config: check,
        host: config.host,
        context: { signal: stop, configFolder, units: (scope) => sources.units(scope) },
        send: (beat, limits) => client.push({ token: tokens[index] ?? "", beat, ...limits }),
        format: (text) => formatMessage(text, secrets),
        logger,
        onChange: () => statusFile?.touch(),
      }),
  );
  if (!stop.aborted) for (const check of checks) check.start();
  logger.info(
    `kuma-agent ${version}: ${checks.length} ${checks.length === 1 ? "check" : "checks"} for ${config.server.url}`,
  );
  await whenAborted(stop);
  await Promise.all(checks.map((check) => check.stop(stopGraceMs)));
  sources.close();
  client.close();
  await statusFile?.close();
}

function statusOf(startedAt: string, checks: readonly MonitoredCheck[]): AgentStatus {
  return { version, pid: process.pid, startedAt, checks: checks.map((check) => check.status) };
}
