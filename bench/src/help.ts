import { readFileSync } from "node:fs";
import path from "node:path";
import { makeTempHome } from "@kumakit/testkit";
import type { Benchmark } from "./benchmark.ts";
import { kumaBinary } from "./kuma-binary.ts";
import { timeProcess } from "./time-process.ts";

const rounds = 6;

/** The help of every command against a Node that does nothing: the figure is that of the slowest one. */
export const help: Benchmark = {
  name: "help",
  summary: "the slowest `kuma … --help`, the whole process, against `node -e 0`",
  unit: "x",
  limit: 3,
  async measure(note) {
    const kuma = kumaBinary();
    // The environment of a temp home has no NODE_EXTRA_CA_CERTS, which would have Node 20 read a bundle at every start.
    using home = makeTempHome();
    const { env } = home;
    const lines = [[], ...commandLines(kuma)].map((words) => [...words, "--help"]);
    const best = new Map<string, number>();
    const floors: number[] = lines.map(() => Infinity);
    // Each is as fast as its fastest round, as other work on the machine only ever adds time; the floor as often as a command.
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, words] of lines.entries()) {
        const bare = await timeProcess({ argv: [process.execPath, "-e", "0"], env });
        floors[index] = Math.min(floors[index] ?? Infinity, bare);
        const time = await timeProcess({ argv: [process.execPath, kuma, ...words], env });
        const line = words.join(" ");
        best.set(line, Math.min(best.get(line) ?? Infinity, time));
      }
    }
    const floor = floors.toSorted((a, b) => a - b)[Math.floor(floors.length / 2)] ?? Number.NaN;
    const ordered = [...best].toSorted(([, left], [, right]) => left - right);
    const [slowest, time] = ordered.at(-1) ?? ["", Number.NaN];
    const median = ordered[Math.floor(ordered.length / 2)]?.[1] ?? Number.NaN;
    note(`floor ${floor.toFixed(1)} ms; ${ordered.length} commands, median ${median.toFixed(1)} ms`);
    note(`the slowest is kuma ${slowest}: min ${time.toFixed(1)} ms, ${rounds} rounds`);
    return time / floor;
  },
};

/** The words of every command. */
function commandLines(kuma: string): readonly (readonly string[])[] {
  const manifest: unknown = JSON.parse(readFileSync(path.join(path.dirname(kuma), "../oclif.manifest.json"), "utf8"));
  const { commands } = manifest as { readonly commands: Readonly<Record<string, unknown>> };
  return Object.keys(commands).map((id) => id.split(":"));
}
