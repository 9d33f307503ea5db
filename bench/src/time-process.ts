import { spawn } from "node:child_process";
import { performance } from "node:perf_hooks";

/** A whole process to measure: it must end with 0. */
export interface Measured {
  readonly argv: readonly [program: string, ...args: string[]];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The time from the start of a process to its end, in ms.
 *
 * @throws Error with what it printed when it fails.
 */
export async function timeProcess({ argv: [program, ...args], env }: Measured): Promise<number> {
  const start = performance.now();
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
  }
  const [code, end] = await new Promise<readonly [number | null, number]>((resolve, reject) => {
    child.once("error", reject);
    let ended = 0;
    child.once("exit", () => {
      ended = performance.now();
    });
    child.once("close", (exitCode) => resolve([exitCode, ended]));
  });
  if (code !== 0) throw new Error(`${[program, ...args].join(" ")} ended with code ${code}:\n${output}`);
  return end - start;
}
