import type { Benchmark } from "./benchmark.ts";
import { help } from "./help.ts";
import { monitorCreate } from "./monitor-create.ts";
import { version } from "./version.ts";

/** Every headline number, in the order in which they are measured. */
export const benchmarks: readonly Benchmark[] = [version, help, monitorCreate];
