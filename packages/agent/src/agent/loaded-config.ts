import { resolve } from "node:path";
import { AgentFileError } from "../files/agent-file-error.ts";
import type { Check, CheckContext } from "../checks/check.ts";
import { loadCheck } from "../checks/about-checks.ts";
import type { CheckSettings } from "../checks/registry.ts";
import type { AgentSettings, ServerConfig } from "../config/agent-config.ts";
import type { Logger } from "../logger.ts";
import { brokenClient, openPushClient, type OpenedClient } from "../push/open-push-client.ts";
import type { ServerRole } from "../push/outlet.ts";
import { otherMachine, type MachineFiles } from "./other-machine.ts";
import { PushToken } from "../push/push-token.ts";
import { isCredential } from "../files/secret-file.ts";

/** The tokens of one check. */
export interface CheckTokens {
  readonly first: PushToken;
  /** Undefined when it has no monitor on the second server. */
  readonly second: PushToken | undefined;
}

/** A config with everything that its files hold, and the code of its checks. */
export interface LoadedConfig {
  readonly config: AgentSettings;
  /** In the order of the config. */
  readonly checks: readonly {
    readonly settings: CheckSettings;
    readonly tokens: CheckTokens;
    readonly start: (context: CheckContext) => Check;
  }[];
  /** Of the agent's own monitor. */
  readonly heartbeatTokens: CheckTokens | undefined;
  /** Nothing was sent yet. */
  readonly clients: Readonly<Partial<Record<ServerRole, OpenedClient>>>;
  /** Every file that cannot be used. */
  readonly problems: readonly AgentFileError[];
  /** Why no server hears anything, on another machine than that of the install; undefined on the right one. */
  readonly elsewhere: AgentFileError | undefined;
}

/** Where the files of a config are. */
export interface LoadSurroundings {
  /** What file names are relative to. */
  readonly folder: string;
  readonly logger: Logger;
  /** Where the host says which machine it is; the usual places by default. */
  readonly machineFiles?: MachineFiles | undefined;
}

interface TokenFiles {
  readonly tokenFile: string;
  readonly secondTokenFile?: string | undefined;
}

async function open(server: ServerConfig, folder: string): Promise<OpenedClient> {
  try {
    return await openPushClient(server, folder);
  } catch (error) {
    if (error instanceof AgentFileError) return brokenClient(error);
    throw error;
  }
}

/** Where a token lies; a credential of the service is in no folder of ours. */
function tokenPath(folder: string, tokenFile: string): string {
  return isCredential(tokenFile) ? tokenFile : resolve(folder, tokenFile);
}

/**
 * Reads the files that a config names. One that cannot be used leaves the rest as it is, and is among the problems.
 *
 * @param config - as it was parsed
 */
export async function loadFiles(
  config: AgentSettings,
  { folder, logger, machineFiles }: LoadSurroundings,
): Promise<LoadedConfig> {
  const tokensOf = (check: string, { tokenFile, secondTokenFile }: TokenFiles): CheckTokens => ({
    first: new PushToken({ file: tokenPath(folder, tokenFile), check, logger }),
    second:
      secondTokenFile === undefined
        ? undefined
        : new PushToken({ file: tokenPath(folder, secondTokenFile), check, logger }),
  });
  const checks = await Promise.all(
    config.checks.map(async (settings) => ({
      settings,
      tokens: tokensOf(settings.name, settings),
      start: await loadCheck(settings),
    })),
  );
  const heartbeatTokens = config.heartbeat && tokensOf("heartbeat", config.heartbeat);
  const { server, secondServer } = config;
  const elsewhere = await otherMachine(folder, machineFiles);
  const openHere = async (one: ServerConfig): Promise<OpenedClient> =>
    elsewhere === undefined ? await open(one, folder) : brokenClient(elsewhere);
  const first = await openHere(server);
  const second = secondServer && (await openHere(secondServer));
  const all = allTokens({ checks, heartbeatTokens });
  const unusable = elsewhere === undefined ? [first.problem, second?.problem] : [];
  const problems = [...unusable, ...(await Promise.all(all.map((token) => token.problem())))];
  return {
    config,
    checks,
    heartbeatTokens,
    clients: { first, ...(second === undefined ? {} : { second }) },
    problems: problems.filter((problem) => problem !== undefined),
    elsewhere,
  };
}

/** Ends what a config holds that does not come into force. */
export function closeClients({ clients }: LoadedConfig): void {
  for (const opened of Object.values(clients)) opened.client.close();
}

/** The tokens of all monitors, on both servers. */
export function allTokens({
  checks,
  heartbeatTokens,
}: Pick<LoadedConfig, "checks" | "heartbeatTokens">): readonly PushToken[] {
  return [...checks.map(({ tokens }) => tokens), heartbeatTokens ?? []]
    .flat()
    .flatMap((one) => [one.first, one.second ?? []].flat());
}

/** Whether there is a monitor that can be pushed to; on another machine nothing is, and a person has to be able to read why. */
export function canRun({ checks, heartbeatTokens, clients, elsewhere }: LoadedConfig): boolean {
  if (elsewhere !== undefined) return true;
  return [...checks.map(({ tokens }) => tokens), heartbeatTokens ?? []].flat().some((token) =>
    (["first", "second"] as const).some((role) => {
      const opened = clients[role];
      return opened !== undefined && opened.problem === undefined && token[role]?.value !== undefined;
    }),
  );
}
