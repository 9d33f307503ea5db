import { findProgram, prepareLayer, throughLayer } from "@kumakit/testkit";
import { spawnSync } from "node:child_process";

/** Programs that build packages, with their home in the distributions. */
const needed = ["dpkg-deb", "rpmbuild"] as const;

/** Runs a program that builds packages. @throws Error when it fails, with the end of what it said */
export type RunTool = (argv: readonly [string, ...string[]], cwd: string) => void;

/**
 * The programs that build packages: those of this machine, else those of the layer that the tests have.
 *
 * @throws Error when there is neither
 */
export async function packageTools(): Promise<{ readonly run: RunTool } & Disposable> {
  if (needed.every((program) => findProgram(program) !== undefined))
    return { run: runTool, [Symbol.dispose]: () => {} };
  const layer = await prepareLayer((line) => console.error(line));
  Object.assign(process.env, layer.variables);
  return { run: runTool, [Symbol.dispose]: () => layer[Symbol.dispose]() };
}

const runTool: RunTool = (argv, cwd) => {
  const [program = "", ...args] = throughLayer(argv, cwd);
  const { status, error, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8" });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${argv[0]} ended with ${status}: ${`${stdout}${stderr}`.slice(-2000)}`);
};
