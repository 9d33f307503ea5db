import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { AgentFileError } from "./agent-file-error.ts";
import type { AgentConfig } from "./config/agent-config.ts";
import type { Logger } from "./logger.ts";
import { createPushClient, type PushClient, type PushClientOptions } from "./push/push-client.ts";
import { isCredential, readTokenFile } from "./read-token-file.ts";

/** A config with everything that its files hold: whatever could be wrong with it was found out. */
export interface LoadedConfig {
  readonly config: AgentConfig;
  /** In the order of the checks. */
  readonly tokens: readonly string[];
  /** Of the agent's own monitor. */
  readonly heartbeatToken: string | undefined;
  /** Nothing was sent yet. */
  readonly client: PushClient;
}

/**
 * How to reach the server of a config.
 *
 * @throws {@link AgentFileError} when the certificate file cannot be read
 */
export async function pushServerOf({ server }: AgentConfig, folder: string): Promise<PushClientOptions> {
  const { caFile, url, insecure, headers } = server;
  const shared = {
    url,
    ...(insecure === undefined ? {} : { insecure }),
    ...(headers === undefined ? {} : { headers }),
  };
  if (caFile === undefined) return shared;
  const file = resolve(folder, caFile);
  try {
    return { ...shared, ca: await readFile(file, "utf8") };
  } catch (error) {
    throw AgentFileError.from("the certificate file", file, error);
  }
}

async function openClient(config: AgentConfig, folder: string): Promise<PushClient> {
  const server = await pushServerOf(config, folder);
  try {
    return createPushClient(server);
  } catch (error) {
    throw AgentFileError.from("the certificate file", resolve(folder, config.server.caFile ?? ""), error);
  }
}

/** Where a token lies; a credential of the service is in no folder of ours. */
function tokenPath(folder: string, tokenFile: string): string {
  return isCredential(tokenFile) ? tokenFile : resolve(folder, tokenFile);
}

/**
 * Reads the files that a config names.
 *
 * @param config - as it was parsed
 * @param surroundings - `folder` is what the file names are relative to
 * @throws {@link AgentFileError} when one cannot be used
 */
export async function loadFiles(
  config: AgentConfig,
  { folder, logger }: { readonly folder: string; readonly logger: Logger },
): Promise<LoadedConfig> {
  const tokens = await Promise.all(
    config.checks.map(({ name, tokenFile }) =>
      readTokenFile({ file: tokenPath(folder, tokenFile), check: name, logger }),
    ),
  );
  const own = config.heartbeat && { file: tokenPath(folder, config.heartbeat.tokenFile), check: "heartbeat", logger };
  const heartbeatToken = own && (await readTokenFile(own));
  return { config, tokens, heartbeatToken, client: await openClient(config, folder) };
}
