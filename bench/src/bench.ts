import { chooseBenchmarks } from "./choose-benchmarks.ts";
import type { Benchmark } from "./benchmark.ts";
import { endBigServer } from "./big/big-server.ts";
import { benchmarks } from "./registry.ts";
import { isOver, resultLine } from "./result-line.ts";

const note = (line: string): void => console.error(`# ${line}`);

async function measureAll(chosen: readonly Benchmark[]): Promise<void> {
  for (const benchmark of chosen) {
    note(`${benchmark.name}: ${benchmark.summary}`);
    const figure = await benchmark.measure(note);
    console.log(resultLine(benchmark, figure));
    if (isOver(benchmark, figure)) process.exitCode = 1;
  }
}

try {
  await measureAll(chooseBenchmarks(process.argv.slice(2), benchmarks));
} catch (error) {
  // A number that could not be measured is not within its limit either.
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await endBigServer();
}
