import { resolve } from "node:path";
import { lookAgain, triesMs } from "../shared/look-again.ts";
import { tcpTarget } from "../shared/connection.ts";
import { probePort } from "./probe-port.ts";
import { defineCheck } from "../check.ts";
import type { tcpCheck } from "./settings.ts";

/** Starts a check of the type `tcp`. */
export const startTcp = defineCheck<typeof tcpCheck>((settings, { configFolder, signal }) => {
  const { host = "", port = 0, socket, attempts, timeout, caFile, tls, serverName, insecure } = settings;
  const probe = {
    target: socket === undefined ? tcpTarget(host, port) : ({ kind: "socket", path: socket } as const),
    timeoutMs: timeout * 1000,
    ...(settings.send === undefined ? {} : { send: settings.send }),
    ...(settings.expect === undefined ? {} : { expect: settings.expect }),
    ...(!tls
      ? {}
      : {
          tls: {
            mustTrust: !insecure,
            ...(serverName === undefined ? {} : { serverName }),
            ...(caFile === undefined ? {} : { caFile: resolve(configFolder, caFile) }),
          },
        }),
    signal,
  };
  return { longestLookMs: triesMs(settings), look: () => lookAgain(attempts, () => probePort(probe), signal) };
});
