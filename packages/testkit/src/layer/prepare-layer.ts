import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "../command/run-command.ts";
import { guardProcess } from "../orphans/orphan-guard.ts";
import { layerPackages } from "./layer-packages.ts";
import { layerVariables } from "./layer-programs.ts";

// The compiler does not copy scripts; `src` is always there because this package is never shipped.
const script = fileURLToPath(new URL("../../src/layer/layer.sh", import.meta.url));

/** How long apt-get may take, in ms; most of it is the network. */
const installTimeout = 15 * 60_000;

/** A layer for the processes that have {@link PreparedLayer.variables} in their environment. */
export interface PreparedLayer extends Disposable {
  /** For the environment of the processes that shall look through it. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Makes the layer with all that tests need besides Node, or finds the one of an earlier run: under `$XDG_CACHE_HOME`, or
 * `~/.cache`, one for each list of packages and each state of this machine's own packages. Several runs at once are safe.
 *
 * @param say - takes a line before something takes long.
 * @throws Error that says why there can be none here (no root, no apt-get, …).
 */
export async function prepareLayer(say: (line: string) => void): Promise<PreparedLayer> {
  const problem = layerProblem();
  if (problem !== undefined) throw new Error(problem);
  const cache = path.join(process.env["XDG_CACHE_HOME"] || path.join(homedir(), ".cache"), "kumakit/test-layers");
  mkdirSync(cache, { recursive: true });
  const key = layerKey();
  const ready = path.join(cache, key, "ready");
  if (!existsSync(ready)) {
    say(`installing what tests need besides Node into a layer below ${cache}; this machine stays as it is`);
    const argv = ["bash", script, "prepare", cache, key, ...layerPackages];
    const { code, stdout, stderr } = await runCommand(argv, { timeout: installTimeout });
    if (code !== 0) throw new Error(`apt-get could not install it: ${lastLine(stderr) ?? lastLine(stdout) ?? code}`);
    await runCommand(["bash", script, "unused", cache]);
  }
  const holder = await holdLayer(cache, key);
  return {
    variables: layerVariables(path.join(cache, key, "files"), holder.pid),
    [Symbol.dispose]: () => holder.end(),
  };
}

/** The machine's packages are part of it: a layer holds a copy of their list, and newer libraries where it needed some. */
function layerKey(): string {
  const hash = createHash("sha256");
  for (const file of [script, "/etc/os-release", "/var/lib/dpkg/status"]) hash.update(readFileSync(file));
  return hash.update(layerPackages.join(" ")).digest("hex").slice(0, 16);
}

function layerProblem(): string | undefined {
  if (process.platform !== "linux") return `it needs Linux, this is ${process.platform}`;
  const { status, stdout, error } = spawnSync("bash", [script, "probe"], { encoding: "utf8" });
  if (error !== undefined) return `bash could not be started: ${error.message}`;
  return status === 0 ? undefined : stdout.trim();
}

interface Holder {
  readonly pid: number;
  end(): void;
}

/** Keeps a mount namespace in which the layer lies over this machine's folders; it ends with this process. */
async function holdLayer(cache: string, key: string): Promise<Holder> {
  const argv = ["--mount", "--propagation", "private", "bash", script, "hold", cache, key];
  const child = spawn("unshare", argv, { stdio: ["ignore", "pipe", "inherit"], detached: true });
  const release = child.pid === undefined ? () => {} : guardProcess(child.pid);
  await new Promise<void>((resolve, reject) => {
    child.stdout.once("data", () => resolve());
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the layer cannot be mounted (code ${code})`)));
  });
  child.unref();
  child.stdout.destroy();
  return {
    pid: child.pid ?? -1,
    end: () => {
      child.kill("SIGKILL");
      release();
    },
  };
}

function lastLine(text: string): string | undefined {
  return text.trim().split("\n").at(-1) || undefined;
}
