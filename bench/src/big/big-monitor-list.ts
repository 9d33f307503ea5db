import { fileURLToPath } from "node:url";
import { makeTempHome } from "@kumakit/testkit";
import type { Benchmark } from "../benchmark.ts";
import { compareProcesses } from "../compare-processes.ts";
import { kumaBinary } from "../kuma-binary.ts";
import { logKumaIn, writeInHome } from "../log-kuma-in.ts";
import { bigServer } from "./big-server.ts";

const rawScript = fileURLToPath(new URL("raw-monitor-list.js", import.meta.url));

/** `kuma monitor list` against a script that prints the same. */
export const bigMonitorList: Benchmark = {
  name: "big-monitor-list",
  summary: "`kuma monitor list` there, the whole process, against a bare socket.io script that prints the same",
  unit: "x",
  limit: 1.3,
  async measure(note) {
    const kuma = kumaBinary();
    const { url, username, password, token } = await bigServer(note);
    using home = makeTempHome();
    const { env } = home;
    await logKumaIn(kuma, { url, username, password }, home);
    const tokenFile = writeInHome(home, "token", token);
    return await compareProcesses(
      {
        subject: () => ({ argv: [process.execPath, kuma, "monitor", "list"], env }),
        floor: () => ({ argv: [process.execPath, rawScript, url, tokenFile], env }),
        rounds: 5,
      },
      note,
    );
  },
};
