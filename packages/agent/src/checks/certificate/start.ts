import { resolve } from "node:path";
import { lookAtFile } from "./look-at-file.ts";
import { lookAtServer } from "./look-at-server.ts";
import { bareHost } from "../shared/connection.ts";
import { lookAgain, triesMs } from "../shared/look-again.ts";
import { NamedFileError } from "../shared/read-named-file.ts";
import { defineCheck, type CheckResult } from "../check.ts";
import type { certificateCheck } from "./settings.ts";

/** The server is not at fault when a file of the config cannot be read. */
async function orNoData(look: Promise<CheckResult>): Promise<CheckResult> {
  try {
    return await look;
  } catch (error) {
    if (error instanceof NamedFileError) return { status: "noData", message: error.message };
    throw error;
  }
}

/** Starts a check of the type `certificate`. */
export const startCertificate = defineCheck<typeof certificateCheck>((settings, { configFolder, signal }) => {
  const { file, host = "", caFile, attempts } = settings;
  const longestLookMs = triesMs(settings);
  const downBeforeMs = settings.downBefore * 1000;
  if (file !== undefined) return { longestLookMs, look: () => lookAtFile(resolve(configFolder, file), downBeforeMs) };
  const server = {
    target: { kind: "tcp", host: bareHost(host), port: settings.port },
    serverName: bareHost(settings.serverName ?? host),
    mustTrust: settings.trust,
    timeoutMs: settings.timeout * 1000,
    downBeforeMs,
    signal,
    ...(caFile === undefined ? {} : { caFile: resolve(configFolder, caFile) }),
  } as const;
  return { longestLookMs, look: () => lookAgain(attempts, () => orNoData(lookAtServer(server)), signal) };
});
