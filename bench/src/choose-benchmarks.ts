import type { Benchmark } from "./benchmark.ts";

/**
 * The benchmarks of these names; all of them when there is no name.
 *
 * @throws Error that lists the names when one is unknown.
 */
export function chooseBenchmarks(names: readonly string[], all: readonly Benchmark[]): readonly Benchmark[] {
  const unknown = names.find((name) => !all.some((benchmark) => benchmark.name === name));
  if (unknown !== undefined) {
    const known = all.map(({ name, summary }) => `  ${name}  ${summary}`).join("\n");
    throw new Error(`there is no benchmark "${unknown}". There are:\n${known}`);
  }
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}
