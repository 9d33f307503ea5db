import { makeTempHome } from "@kumakit/testkit";
import type { Benchmark } from "./benchmark.ts";
import { compareProcesses } from "./compare-processes.ts";
import { kumaBinary } from "./kuma-binary.ts";

/** `kuma --version` against a Node that does nothing. */
export const version: Benchmark = {
  name: "version",
  summary: "`kuma --version`, the whole process, against `node -e 0`",
  unit: "x",
  limit: 1.25,
  async measure(note) {
    const kuma = kumaBinary();
    // The environment of a temp home has no NODE_EXTRA_CA_CERTS, which would have Node 20 read a bundle at every start.
    using home = makeTempHome();
    const { env } = home;
    return await compareProcesses(
      {
        subject: () => ({ argv: [process.execPath, kuma, "--version"], env }),
        floor: () => ({ argv: [process.execPath, "-e", "0"], env }),
        rounds: 40,
      },
      note,
    );
  },
};
