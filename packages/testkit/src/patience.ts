import { availableParallelism, loadavg } from "node:os";

/**
 * How long to wait for what takes `ms` at most on a quiet machine: longer by as much as more processes want to run than
 * there are processors. To be asked again while waiting, because the load changes meanwhile.
 */
export function patience(ms: number): number {
  const [load = 0] = loadavg();
  return ms * Math.max(1, load / availableParallelism());
}
