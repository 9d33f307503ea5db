import * as z from "zod";
import { durationSetting } from "../../config/settings/duration-setting.ts";
import { plainText } from "../../config/settings/text-settings.ts";
import { caFileSetting, connectionSettings, hostSetting, portSetting } from "../shared/connection.settings.ts";
import type { SettingConflict } from "../about-check-type.ts";
import { defineCheckType } from "../define-check-type.ts";

const serverSettings = ["port", "serverName", "caFile", "trust", "timeout", "attempts"] as const;

/** Looks when a certificate expires, in a file or as a server shows it. */
export const certificateCheck = defineCheckType({
  type: "certificate",
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
    port: portSetting.default(443).describe("Its port."),
    serverName: hostSetting
      .optional()
      .describe("The name to ask for, and that the certificate must be for; `host` when left out."),
    caFile: caFileSetting.describe(
      "A PEM file with the authorities to trust instead of the usual ones, for example the self-signed certificate itself.",
    ),
    trust: z
      .boolean()
      .default(true)
      .describe("`false`: only the dates of the server's certificate count, neither the name nor who signed it."),
    downBefore: durationSetting({ min: 0, max: 10 * 365 * 86_400 })
      .prefault("14 days")
      .describe("So long before it expires it is DOWN."),
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
});
