import { resolve } from "node:path";
import * as z from "zod";
import { lookAtFile } from "../certificates/look-at-file.ts";
import { lookAtServer } from "../certificates/look-at-server.ts";
import { durationSetting } from "../config/duration-setting.ts";
import { plainText } from "../config/plain-text.ts";
import { caFileSetting, connectionDefaults, connectionMs, connectionSettings } from "../network/connection-settings.ts";
import { bareHost, hostSetting, portSetting } from "../network/host-setting.ts";
import { lookAgain } from "../network/look-again.ts";
import { NamedFileError } from "../network/read-named-file.ts";
import type { CheckResult } from "./check-result.ts";
import { needsOfPath } from "../network/needs-of-path.ts";
import { defineCheckType, type SettingConflict } from "./define-check-type.ts";

/** What the settings are when the config does not say; times in seconds. */
const defaults = { port: 443, downBefore: 14 * 86_400 } as const;

const serverSettings = ["port", "serverName", "caFile", "trust", "timeout", "attempts"] as const;

/** What cannot be read of the config's own files is no fault of the server. */
async function orNoData(look: Promise<CheckResult>): Promise<CheckResult> {
  try {
    return await look;
  } catch (error) {
    if (error instanceof NamedFileError) return { status: "noData", message: error.message };
    throw error;
  }
}

/** Looks when a certificate expires, in a file or as a server shows it. */
export const certificateCheck = defineCheckType({
  type: "certificate",
  title: "A certificate, before it expires",
  summary:
    "Looks at the certificates in a file (PEM, a bundle too, where the first to expire counts, or DER), or at the one that a " +
    "server shows. DOWN when it has expired, is not valid yet, or expires within `downBefore`; of a server also when it is " +
    "for another name, or its chain is not trusted. The message says whose it is, when it expires, and the days that are left.",
  example: {
    type: "certificate",
    name: "shop's certificate",
    host: "shop.example",
    downBefore: "14 days",
    interval: 3600,
    tokenFile: "tokens/shop-certificate",
  },
  options: {
    file: plainText(4096).optional().describe("A file, PEM or DER; relative to the config's folder."),
    host: hostSetting.optional().describe("A server that speaks TLS from the first byte, instead of a `file`."),
    port: portSetting.optional().describe(`Its port. Default ${defaults.port}.`),
    serverName: hostSetting
      .optional()
      .describe("The name to ask for, and that the certificate must be for; `host` when left out."),
    caFile: caFileSetting.describe(
      "A PEM file with the authorities to trust instead of the usual ones, as a self-signed certificate itself.",
    ),
    trust: z.boolean().optional().describe("`false`: only the dates count, neither the name nor who signed it."),
    downBefore: durationSetting({ min: 0, max: 10 * 365 * 86_400 })
      .optional()
      .describe("So long before it expires it is DOWN. Default 14 days."),
    ...connectionSettings,
  },
  conflicts({ file, host, ...rest }) {
    if (file !== undefined && host !== undefined)
      return [{ setting: "host", message: "cannot be set together with file" }];
    if (file === undefined && host === undefined)
      return [{ setting: "file", message: "is missing: name a file, or a host" }];
    if (file === undefined) return [];
    return serverSettings
      .filter((setting) => rest[setting] !== undefined)
      .map((setting): SettingConflict => ({ setting, message: "needs a host" }));
  },
  longestLookMs: connectionMs,
  needs: ({ file }) => needsOfPath(file),
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
});
