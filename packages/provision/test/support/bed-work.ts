import { connect, passwordAuth, type KumaClient } from "@kumakit/client";
import type { Host } from "@kumakit/installer";
import { startKuma, startSystemdBed, type KumaServer, type SystemdBed, type SystemdBedOptions } from "@kumakit/testkit";
import { fileURLToPath } from "node:url";

import { bedHost } from "./bed-host.ts";

/** The checkout, shown in beds at its own path. */
const root = fileURLToPath(new URL("../../../..", import.meta.url)).replace(/\/$/, "");

/** A real Uptime Kuma, and a real systemd with some services on it. */
export interface BedWork extends AsyncDisposable {
  readonly bed: SystemdBed;
  readonly host: Host;
  readonly kuma: KumaServer;
  readonly client: KumaClient;
}

/** Starts both. @param units - names of services that run @param options - of the bed, such as limits that are felt */
export async function startBedWork(units: readonly string[] = [], options: SystemdBedOptions = {}): Promise<BedWork> {
  const whereabouts = { hostname: "tk-app3", bind: [root] };
  const [kuma, bed] = await Promise.all([startKuma(), startSystemdBed({ ...options, ...whereabouts })]);
  const { username = "", password = "" } = kuma.admin ?? {};
  const client = await connect({ url: kuma.url, auth: passwordAuth({ username, password }) });
  for (const unit of units) {
    await bed.writeUnit(`${unit}.service`, "[Service]\nExecStart=/bin/sleep infinity\n");
    await bed.exec(["systemctl", "start", `${unit}.service`]);
  }
  return {
    bed,
    host: bedHost(bed),
    kuma,
    client,
    async [Symbol.asyncDispose]() {
      await client.close();
      await Promise.all([kuma[Symbol.asyncDispose](), bed.stop()]);
    },
  };
}
