import { resolve } from "node:path";
import { probeHttp, type HttpProbe } from "./probe-http.ts";
import { connectionDefaults, connectionMs } from "../shared/connection-patience.ts";
import { lookAgain } from "../shared/look-again.ts";
import type { CheckStarter } from "../check-starter.ts";

/** What the settings are when the config does not say; the time in seconds. */
export const defaults = { expectStatus: "200-299", redirects: 5 } as const;

/** Starts a check of the type `http`. */
export const httpStarter: CheckStarter<"http"> = {
  longestLookMs: connectionMs,
  start(settings, { configFolder, signal }) {
    const { attempts, timeout, maxResponseTime, login, caFile, bearerTokenFile, body } = settings;
    const inFolder = (file: string): string => resolve(configFolder, file);
    const inFolderIfSet = (file: string | undefined): string | undefined =>
      file === undefined ? file : inFolder(file);
    const headers = Object.entries(settings.headers ?? {}).map(([name, value]) => [
      name,
      typeof value === "string" ? value : { file: inFolder(value.file) },
    ]);
    const probe: HttpProbe = {
      url: new URL(settings.url),
      method: settings.method ?? (body === undefined ? "GET" : "POST"),
      headers: Object.fromEntries(headers) as HttpProbe["headers"],
      body,
      login: login && { ...login, passwordFile: inFolder(login.passwordFile) },
      bearerTokenFile: inFolderIfSet(bearerTokenFile),
      caFile: inFolderIfSet(caFile),
      insecure: settings.insecure ?? false,
      socketPath: settings.socket,
      mostRedirects: settings.redirects ?? defaults.redirects,
      timeoutMs: (timeout ?? connectionDefaults.timeout) * 1000,
      expect: {
        status: settings.expectStatus ?? defaults.expectStatus,
        contains: settings.contains,
        notContains: settings.notContains,
        json: settings.json,
        maxResponseTimeMs: maxResponseTime && maxResponseTime * 1000,
      },
      signal,
    };
    return { look: () => lookAgain(attempts ?? connectionDefaults.attempts, () => probeHttp(probe), signal) };
  },
};
