import type { Benchmark } from "./benchmark.ts";

/** Whether a figure is above its limit, as it is printed. */
export function isOver(benchmark: Benchmark, figure: number): boolean {
  return !(Number(figure.toFixed(3)) <= benchmark.limit);
}

/** The line for scripts: `bench NAME FIGURE UNIT limit LIMIT ok|over`. */
export function resultLine(benchmark: Benchmark, figure: number): string {
  const { name, unit, limit } = benchmark;
  return `bench ${name} ${figure.toFixed(3)} ${unit} limit ${limit} ${isOver(benchmark, figure) ? "over" : "ok"}`;
}
