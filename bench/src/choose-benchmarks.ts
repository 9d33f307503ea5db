import type { Benchmark } from "./benchmark.ts";

/**
 * The benchmarks of these names; without a name all but those on request.
 *
 * @throws Error that lists the names when one is unknown.
 */
export function chooseBenchmarks(names: readonly string[], all: readonly Benchmark[]): readonly Benchmark[] {
  const unknown = names.find((name) => !all.some((benchmark) => benchmark.name === name));
  if (unknown !== undefined) {
    const known = all.map(({ name, summary }) => `  ${name}  ${summary}`).join("\n");
    throw new Error(`there is no benchmark "${unknown}". There are:\n${known}`);
  }
  return all.filter(({ name, isOnRequest }) => (names.length === 0 ? isOnRequest !== true : names.includes(name)));
}
