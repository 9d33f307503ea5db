import { fileURLToPath } from "node:url";
import { makeTempHome, startKuma, type KumaServer, type TempHome } from "@kumakit/testkit";
import type { Benchmark } from "./benchmark.ts";
import { compareProcesses } from "./compare-processes.ts";
import { kumaBinary } from "./kuma-binary.ts";
import { logKumaIn, writeInHome } from "./log-kuma-in.ts";
import { sessionToken } from "./session-token.ts";

const rawScript = fileURLToPath(new URL("raw-monitor-create.js", import.meta.url));

/** `kuma monitor create` against a script that makes the same calls. Both make a monitor per round on the same server. */
export const monitorCreate: Benchmark = {
  name: "monitor-create",
  summary: "`kuma monitor create`, the whole process, against a bare socket.io script with the same calls",
  unit: "x",
  limit: 2,
  async measure(note) {
    const kuma = kumaBinary();
    await using server = await startKuma();
    using home = makeTempHome();
    const { env } = home;
    const tokenFile = await logIn(server, home, kuma);
    const create = [process.execPath, kuma, "monitor", "create"] as const;
    return await compareProcesses(
      {
        subject: (round) => ({ argv: [...create, `kuma ${round}`, "--no-notify"], env }),
        floor: (round) => ({ argv: [process.execPath, rawScript, server.url, tokenFile, `raw ${round}`], env }),
        rounds: 20,
      },
      note,
    );
  },
};

/** Logs both programs in; gives the file with the script's token. */
async function logIn({ url, admin }: KumaServer, home: TempHome, kuma: string): Promise<string> {
  if (admin === undefined) throw new Error("the server has no admin");
  await logKumaIn(kuma, { url, ...admin }, home);
  return writeInHome(home, "token", await sessionToken(url, admin.username, admin.password));
}
