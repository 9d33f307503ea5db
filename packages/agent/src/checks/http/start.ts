import { resolve } from "node:path";
import { probeHttp, type HttpProbe } from "./probe-http.ts";
import { lookAgain, triesMs } from "../shared/look-again.ts";
import { defineCheck } from "../check.ts";
import type { httpCheck } from "./settings.ts";

/** Starts a check of the type `http`. */
export const startHttp = defineCheck<typeof httpCheck>((settings, { configFolder, signal }) => {
  const { attempts, timeout, maxResponseTime, login, caFile, bearerTokenFile, body } = settings;
  const inFolder = (file: string): string => resolve(configFolder, file);
  const inFolderIfSet = (file: string | undefined): string | undefined => (file === undefined ? file : inFolder(file));
  const headers = Object.entries(settings.headers).map(([name, value]): [string, HttpProbe["headers"][string]] => [
    name,
    typeof value === "string" ? value : { file: inFolder(value.file) },
  ]);
  const probe: HttpProbe = {
    url: new URL(settings.url),
    method: settings.method ?? (body === undefined ? "GET" : "POST"),
    headers: Object.fromEntries(headers),
    body,
    login: login && { ...login, passwordFile: inFolder(login.passwordFile) },
    bearerTokenFile: inFolderIfSet(bearerTokenFile),
    caFile: inFolderIfSet(caFile),
    insecure: settings.insecure,
    socketPath: settings.socket,
    mostRedirects: settings.redirects,
    timeoutMs: timeout * 1000,
    expect: {
      status: settings.expectStatus,
      contains: settings.contains,
      notContains: settings.notContains,
      json: settings.json,
      maxResponseTimeMs: maxResponseTime && maxResponseTime * 1000,
    },
    signal,
  };
  return { longestLookMs: triesMs(settings), look: () => lookAgain(attempts, () => probeHttp(probe), signal) };
});
