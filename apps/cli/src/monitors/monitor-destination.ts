import type { JobDestination } from "@kumakit/agent/job";
import type { KumaClient } from "@kumakit/client";
import { serverSettings } from "@kumakit/installer";

import { CliError } from "../cli-error.ts";
import { EXIT } from "../exit-codes.ts";
import { oneMonitor } from "./select-monitors.ts";

/**
 * Where the result of a job goes that has a monitor of this name or id.
 *
 * @param connect - connects, logged in; the connection is closed again
 * @param headers - for something in front of the server
 * @throws CliError (exit 3) when there is no such monitor, (exit 6) when it takes no pushes; KumaError
 */
export async function monitorDestination(
  reference: string,
  connect: () => Promise<KumaClient>,
  headers?: Readonly<Record<string, string>>,
): Promise<JobDestination> {
  const client = await connect();
  try {
    const { name, pushToken } = oneMonitor(await client.monitors.list(), reference);
    if (pushToken === undefined || pushToken === null || pushToken === "") throw takesNoPushes(name);
    const { server, certificateAuthority } = await serverSettings(client.server.url, headers);
    const { url, insecure, headers: sent } = server;
    return {
      token: pushToken,
      server: {
        url,
        ...(sent === undefined ? {} : { headers: sent }),
        ...(insecure === undefined ? {} : { insecure }),
        ...(certificateAuthority === undefined ? {} : { ca: certificateAuthority }),
      },
    };
  } finally {
    await client.close();
  }
}

function takesNoPushes(name: string): CliError {
  return new CliError({
    code: "KUMA_NOT_A_PUSH_MONITOR",
    message: `${JSON.stringify(name)} is no Push monitor: it takes no results.`,
    hint: "kuma monitor create NAME",
    exit: EXIT.refused,
  });
}
