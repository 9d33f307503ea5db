import { resolve } from "node:path";
import { lookAgain, triesMs } from "../network/look-again.ts";
import { tcpTarget } from "../network/network-target.ts";
import { probePort } from "../network/probe-port.ts";
import type { CheckStarter } from "./check-starter.ts";

/** What the settings are when the config does not say; the time in seconds. */
export const defaults = { timeout: 10, attempts: 2 } as const;

/** Starts a check of the type `tcp`. */
export const tcpStarter: CheckStarter<"tcp"> = {
  longestLookMs: ({ attempts, timeout }) =>
    triesMs(attempts ?? defaults.attempts, (timeout ?? defaults.timeout) * 1000),
  start({ host = "", port = 0, socket, ...settings }, { configFolder, signal }) {
    const { attempts = defaults.attempts, timeout = defaults.timeout, caFile, tls, serverName, insecure } = settings;
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
