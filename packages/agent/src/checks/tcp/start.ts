import { resolve } from "node:path";
import { connectionDefaults, connectionMs } from "../shared/connection-patience.ts";
import { lookAgain } from "../shared/look-again.ts";
import { tcpTarget } from "../shared/network-target.ts";
import { probePort } from "./probe-port.ts";
import type { CheckStarter } from "../check-starter.ts";

/** Starts a check of the type `tcp`. */
export const tcpStarter: CheckStarter<"tcp"> = {
  longestLookMs: connectionMs,
  start({ host = "", port = 0, socket, ...settings }, { configFolder, signal }) {
    const {
      attempts = connectionDefaults.attempts,
      timeout = connectionDefaults.timeout,
      caFile,
      tls,
      serverName,
      insecure,
    } = settings;
    const probe = {
      target: socket === undefined ? tcpTarget(host, port) : ({ kind: "socket", path: socket } as const),
      timeoutMs: timeout * 1000,
      ...(settings.send === undefined ? {} : { send: settings.send }),
      ...(settings.expect === undefined ? {} : { expect: settings.expect }),
      ...(tls !== true
        ? {}
        : {
            tls: {
              mustTrust: insecure !== true,
              ...(serverName === undefined ? {} : { serverName }),
              ...(caFile === undefined ? {} : { caFile: resolve(configFolder, caFile) }),
            },
          }),
      signal,
    };
    return { look: () => lookAgain(attempts, () => probePort(probe), signal) };
  },
};
