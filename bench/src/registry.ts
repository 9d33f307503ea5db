import type { Benchmark } from "./benchmark.ts";
import { clientCreate } from "./client-create.ts";
import { clientCreateMany } from "./client-create-many.ts";
import { clientLogin, clientLoginMemory } from "./client-login.ts";
import { help } from "./help.ts";
import { monitorCreate } from "./monitor-create.ts";
import { version } from "./version.ts";

/** Every headline number, in the order in which they are measured. */
export const benchmarks: readonly Benchmark[] = [
  version,
  help,
  monitorCreate,
  clientCreate,
  clientCreateMany,
  clientLogin,
  clientLoginMemory,
];
