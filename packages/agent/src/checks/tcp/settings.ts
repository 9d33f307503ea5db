import * as z from "zod";
import { textPattern } from "../shared/text-pattern.settings.ts";
import {
  caFileSetting,
  connectionSettings,
  hostSetting,
  portSetting,
  socketSetting,
} from "../shared/connection.settings.ts";
import type { SettingConflict } from "../about-check-type.ts";
import { defineCheckType } from "../define-check-type.ts";

/** Connects to a port or a socket, and listens to what it says. */
export const tcpCheck = defineCheckType({
  type: "tcp",
  example: {
    type: "tcp",
    name: "ssh",
    host: "127.0.0.1",
    port: 22,
    expect: "SSH-2.0-",
    interval: 60,
    tokenFile: "tokens/ssh",
  },
  options: {
    host: hostSetting.optional().describe("A name, an IPv4 or an IPv6 address. A name may have several addresses."),
    port: portSetting.optional().describe("The port."),
    socket: socketSetting.optional().describe("The path of a Unix socket, instead of `host` and `port`."),
    send: z
      .string()
      .min(1, "must not be empty")
      .max(4096, "must be at most 4096 characters")
      .optional()
      .describe("What is said after connecting, such as `PING\\r\\n`. No secret should stand here."),
    expect: textPattern
      .optional()
      .describe("What must come within the first 64 KiB: a text, or a regular expression as in `/^220 /`."),
    tls: z.boolean().default(false).describe("Speak TLS, and check the certificate."),
    serverName: hostSetting
      .optional()
      .describe("The name to ask for and to look for in the certificate; `host` when left out."),
    caFile: caFileSetting,
    insecure: z.boolean().default(false).describe("Accept any certificate."),
    ...connectionSettings,
  },
  conflicts({ host, port, socket, tls, ...rest }) {
    const found: SettingConflict[] = [];
    if (socket === undefined && host === undefined)
      found.push({ setting: "host", message: "is missing: name a host and a port, or a socket" });
    if (host !== undefined && port === undefined)
      found.push({ setting: "port", message: "is missing: a port goes with the host" });
    if (socket !== undefined && host !== undefined)
      found.push({ setting: "socket", message: "cannot be set together with host" });
    if (socket !== undefined && port !== undefined)
      found.push({ setting: "socket", message: "cannot be set together with port" });
    for (const setting of ["serverName", "caFile", "insecure"] as const) {
      if (tls !== true && rest[setting] !== undefined) found.push({ setting, message: "needs tls: true" });
    }
    return found;
  },
});
