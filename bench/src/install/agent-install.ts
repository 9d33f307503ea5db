import { startKuma, runCommand } from "@kumakit/testkit";
import { connect, passwordAuth } from "@kumakit/client";
import type { Benchmark } from "../benchmark.ts";
import { compareInTurn } from "../compare-in-turn.ts";
import { kumaBinary } from "../kuma-binary.ts";
import { writeInHome } from "../log-kuma-in.ts";
import { InstallBeds } from "./install-bed.ts";

/** With a push token that is given, so that neither of them makes a monitor. */
function agentInstall(hosts: number): Benchmark {
  const called = hosts === 1 ? "a host" : `${hosts} hosts at the same time`;
  return {
    name: `agent-install-${hosts}`,
    summary: `\`kuma agent install\` on ${called}, over SSH, against one ssh that brings the same files and starts the service`,
    unit: "x",
    limit: 1.5,
    isOnRequest: true,
    async measure(note) {
      const kuma = kumaBinary();
      await using server = await startKuma();
      if (server.admin === undefined) throw new Error("the server has no admin");
      await using client = await connect({ url: server.url, auth: passwordAuth(server.admin) });
      const { pushToken } = await client.monitors.create({ type: "push", name: "demo", notificationIds: [] });
      await using beds = await InstallBeds.start(hosts, note);
      const token = writeInHome(beds.home, "token", `${pushToken}\n`);
      const to = beds.names.flatMap((name) => ["--host", name]);
      const given = ["--token-file", token, "--server", server.url];
      const install = async (): Promise<void> => {
        const argv = [process.execPath, kuma, "agent", "install", "demo", ...given, ...to];
        const { code, stderr } = await runCommand(argv, { env: beds.env, timeout: 120_000 });
        if (code !== 0) throw new Error(`kuma agent install failed with code ${code}: ${stderr}`);
      };
      await install();
      await beds.keepInstalled();
      await beds.clear();
      const ways = { subject: install, floor: () => beds.installByHand(), cleanUp: () => beds.clear() };
      return await compareInTurn({ ...ways, rounds: 5 }, note);
    },
  };
}

/** One host. */
export const agentInstall1 = agentInstall(1);

/** As many as a person has. */
export const agentInstall20 = agentInstall(20);
