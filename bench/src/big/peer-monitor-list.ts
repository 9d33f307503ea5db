import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { makeTempHome } from "@kumakit/testkit";
import type { Benchmark } from "../benchmark.ts";
import { compareProcesses } from "../compare-processes.ts";
import { kumaBinary } from "../kuma-binary.ts";
import { logKumaIn } from "../log-kuma-in.ts";
import type { Measured } from "../time-process.ts";
import { bigServer, type BigServer } from "./big-server.ts";
import { installPeer } from "./install-peer.ts";

/** A command line of others, and how it lists the monitors. */
interface Peer {
  readonly name: string;
  list(program: string, server: BigServer): Measured;
}

const peers: readonly Peer[] = [
  {
    name: "kuma-stats",
    list: (program, { url, token }) => ({
      argv: [program, "--url", url, "--timeout", "300", "list"],
      env: { KUMA_TOKEN: token },
    }),
  },
  {
    // It needs Python 3.13, and knows no session: each run logs in by the password.
    name: "kumacli",
    list: (program, { url, username, password }) => ({
      argv: [
        program,
        "--url",
        url,
        "--username",
        username,
        "--password",
        password,
        "--timeout",
        "300",
        "monitors",
        "list",
      ],
      env: {},
    }),
  },
];

/** `kuma monitor list` against the fastest of these command lines that can be had here and works. */
export const peerMonitorList: Benchmark = {
  name: "peer-monitor-list",
  summary:
    "`kuma monitor list` there, the whole process, against `kuma-stats list` and `kumacli monitors list` of PyPI",
  unit: "x",
  limit: 1,
  isOnRequest: true,
  async measure(note) {
    const kuma = kumaBinary();
    const server = await bigServer(note);
    const folder = mkdtempSync(path.join(tmpdir(), "kumakit-peer-"));
    using home = makeTempHome();
    await logKumaIn(kuma, server, home);
    const { env } = home;
    const ratios: number[] = [];
    try {
      for (const peer of peers) {
        try {
          const { label, program } = await installPeer(peer.name, path.join(folder, peer.name));
          const { argv, env: own } = peer.list(program(peer.name), server);
          note(label);
          const measured: Measured = { argv: [process.execPath, kuma, "monitor", "list"], env };
          const floor: Measured = { argv, env: { ...env, ...own } };
          ratios.push(await compareProcesses({ subject: () => measured, floor: () => floor, rounds: 3 }, note));
        } catch (error) {
          note(
            `${peer.name} cannot be measured here: ${
              String(error)
                .split("\n")
                .findLast((line) => line !== "") ?? ""
            }`,
          );
        }
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    if (ratios.length === 0) throw new Error("none of them can be measured here");
    return Math.max(...ratios);
  },
};
