import { makeTempHome, runCommand } from "@kumakit/testkit";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The forms of an agent. */
export const runtimeNames = ["node", "standalone", "sh"] as const;

/** One of them. */
export type RuntimeName = (typeof runtimeNames)[number];

const builder = fileURLToPath(new URL("../../../../tools/dist/build-standalone.js", import.meta.url));

/** The agent as one file with Node.js inside, and the folder that holds nothing else. */
export interface StandaloneFile extends Disposable {
  readonly folder: string;
  readonly file: string;
}

/** Builds it in the way of a release where one of the forms is that file. */
export async function standaloneFor(runtimes: readonly RuntimeName[]): Promise<StandaloneFile> {
  const home = makeTempHome();
  const file = join(home.folder, `kuma-agent-linux-${process.arch}`);
  if (runtimes.includes("standalone")) {
    const { code, stderr } = await runCommand([process.execPath, builder, process.arch, file], { timeout: 180_000 });
    if (code !== 0) throw new Error(stderr);
  }
  return { folder: home.folder, file, [Symbol.dispose]: () => home.dispose() };
}

/** The words of an install that wishes for one form. */
export function wordsFor(runtime: RuntimeName, { file }: StandaloneFile): readonly string[] {
  return runtime === "standalone" ? ["--runtime", runtime, "--standalone", file] : ["--runtime", runtime];
}

/** The forms that `KUMA_KILL_RUNTIMES` names; else all, or the one that a seed chooses where only a sample is tried. */
export function chosenRuntimes(seed: number, isSample: boolean): readonly RuntimeName[] {
  const named = process.env["KUMA_KILL_RUNTIMES"]?.split(",");
  if (named !== undefined) return runtimeNames.filter((name) => named.includes(name));
  if (!isSample) return runtimeNames;
  return [runtimeNames[seed % runtimeNames.length] ?? "node"];
}
