import { resolve } from "node:path";
import { lookAtFile } from "./look-at-file.ts";
import { lookAtServer } from "./look-at-server.ts";
import { bareHost } from "../shared/bare-host.ts";
import { connectionDefaults, connectionMs } from "../shared/connection-patience.ts";
import { lookAgain } from "../shared/look-again.ts";
import { NamedFileError } from "../shared/read-named-file.ts";
import type { CheckResult } from "../check-result.ts";
import type { CheckStarter } from "../check-starter.ts";

/** What the settings are when the config does not say; times in seconds. */
export const defaults = { port: 443, downBefore: 14 * 86_400 } as const;

/** What cannot be read of the config's own files is no fault of the server. */
async function orNoData(look: Promise<CheckResult>): Promise<CheckResult> {
  try {
    return await look;
  } catch (error) {
    if (error instanceof NamedFileError) return { status: "noData", message: error.message };
    throw error;
  }
}

/** Starts a check of the type `certificate`. */
export const certificateStarter: CheckStarter<"certificate"> = {
  longestLookMs: connectionMs,
  start(settings, { configFolder, signal }) {
    const { file, host = "", caFile, attempts = connectionDefaults.attempts } = settings;
    const downBeforeMs = (settings.downBefore ?? defaults.downBefore) * 1000;
    if (file !== undefined) return { look: () => lookAtFile(resolve(configFolder, file), downBeforeMs) };
    const server = {
      target: { kind: "tcp", host: bareHost(host), port: settings.port ?? defaults.port },
      serverName: bareHost(settings.serverName ?? host),
      mustTrust: settings.trust ?? true,
      timeoutMs: (settings.timeout ?? connectionDefaults.timeout) * 1000,
      downBeforeMs,
      signal,
      ...(caFile === undefined ? {} : { caFile: resolve(configFolder, caFile) }),
    } as const;
    return { look: () => lookAgain(attempts, () => orNoData(lookAtServer(server)), signal) };
  },
};
