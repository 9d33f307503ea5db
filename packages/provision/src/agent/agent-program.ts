import { fileURLToPath } from "node:url";

/** Where the agent of the package `@kumakit/agent` lies as one file. */
export function agentProgram(): string {
  return fileURLToPath(import.meta.resolve("@kumakit/agent/bundle"));
}
