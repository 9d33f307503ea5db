import type { AgentConfig, CheckConfig } from "@kumakit/agent/config";
import { posix } from "node:path";

import { heartbeatTokenFile } from "./check-names.ts";
import type { ServerSettings } from "./server-settings.ts";

/** A monitor on the server that an agent moves to. */
export interface MovedMonitor {
  /** Its id there; absent when it is still to be made. */
  readonly monitorId?: number | undefined;
  /** Its push token; absent as well then. */
  readonly token?: string | undefined;
}

/** The monitor of a check there. */
export interface MovedCheck extends MovedMonitor {
  /** The check's name in the agent's config. */
  readonly name: string;
}

/** The config's part in a move. */
export interface ConfigMove {
  /** How the agent reaches the server that it moves to. */
  readonly settings: ServerSettings;
  /** The checks that installs have brought, with the files of their tokens for the first server. */
  readonly checks: readonly (MovedCheck & { readonly tokenFile: string })[];
  /** The monitor of the agent itself, when an install has brought it. */
  readonly heartbeat?: MovedMonitor | undefined;
}

/** The authority of the second server, relative to the folder of the config. */
const secondAuthorityFile = "second-ca.pem";

/** Whether two addresses are those of one server. */
export function isSameAddress(one: string, other: string): boolean {
  return one.replace(/\/+$/, "") === other.replace(/\/+$/, "");
}

/** Where the token for the second server lies beside that for the first. No unit's name has a `=` in it. */
export function secondTokenFileOf(tokenFile: string): string {
  return posix.join(posix.dirname(tokenFile), `=${posix.basename(tokenFile)}`);
}

/** The config of an agent that feeds the present server, and beside it the one that it moves to. */
export function feedingBoth(before: AgentConfig, { settings, checks, heartbeat }: ConfigMove): AgentConfig {
  const { caFile, ...server } = serverBeside(before, settings);
  const authority = caFile === undefined ? {} : { caFile: secondAuthorityFile };
  const files = new Map(checks.map(({ name, tokenFile }) => [name, secondTokenFileOf(tokenFile)]));
  return {
    ...before,
    secondServer: { ...server, ...authority },
    ...(before.heartbeat === undefined || heartbeat === undefined
      ? {}
      : { heartbeat: { ...before.heartbeat, secondTokenFile: secondTokenFileOf(heartbeatTokenFile) } }),
    checks: before.checks.map((check) => {
      const secondTokenFile = files.get(check.name);
      return secondTokenFile === undefined ? check : { ...check, secondTokenFile };
    }),
  };
}

/** The config of an agent that has moved: it feeds the other server alone. A third one that it feeds stays. */
export function feedingOther(before: AgentConfig, { settings, checks, heartbeat }: ConfigMove): AgentConfig {
  const second = before.secondServer;
  const isFedAlready = second !== undefined && isSameAddress(second.url, settings.server.url);
  const rest = isFedAlready ? withoutSecond(before) : before;
  return {
    ...rest,
    server: serverBeside(before, settings),
    ...(rest.heartbeat === undefined || heartbeat === undefined
      ? {}
      : { heartbeat: { ...rest.heartbeat, tokenFile: heartbeatTokenFile, monitorId: heartbeat.monitorId } }),
    checks: rest.checks.map((check) => {
      const moved = checks.find(({ name }) => name === check.name);
      return moved === undefined ? check : { ...check, tokenFile: moved.tokenFile, monitorId: moved.monitorId };
    }),
  };
}

/** The config of an agent that feeds its first server alone. */
export function withoutSecond({ secondServer: _second, heartbeat, ...before }: AgentConfig): AgentConfig {
  const checks = before.checks.map((check) => withoutSecondToken(check));
  if (heartbeat === undefined) return { ...before, checks };
  const { secondTokenFile: _token, ...own } = heartbeat;
  return { ...before, heartbeat: own, checks };
}

/** The files that only the second server needs, relative to the folder of the config. */
export function secondFilesOf({ secondServer, heartbeat, checks }: AgentConfig): readonly string[] {
  const tokens = [...checks, ...(heartbeat === undefined ? [] : [heartbeat])].flatMap(
    ({ secondTokenFile }) => secondTokenFile ?? [],
  );
  const files = [...tokens.map((file) => posix.normalize(file)), secondServer?.caFile ?? ""];
  const isOurs = (file: string): boolean => file === secondAuthorityFile || /^tokens\/=[^/]+$/.test(file);
  return [...new Set(files)].filter((file) => isOurs(file));
}

/** The way out of the agent's network is that to the server before. */
function serverBeside({ server: { proxy } }: AgentConfig, { server }: ServerSettings): AgentConfig["server"] {
  return proxy === undefined ? server : { ...server, proxy };
}

function withoutSecondToken({ secondTokenFile: _second, ...check }: CheckConfig): CheckConfig {
  return check;
}
