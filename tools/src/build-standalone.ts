/**
 * Builds the agent as one file with Node inside, for a host without Node: a single executable application of Node.js.
 *
 *   node tools/dist/build-standalone.js x64|arm64 FILE
 */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { nodeCommand } from "@kumakit/installer";
import { inject } from "postject";
import { installedNode, nodeForLinux, type Architecture } from "./node-for-linux.ts";
import { repositoryRoot } from "./repository-root.ts";
import { runOrThrow } from "./run-or-throw.ts";
import { trimElf } from "./trim-elf.ts";

/** Marks the place in Node's program that says whether it carries an application; see its documentation. */
const fuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

const main = "kuma-agent.cjs";
const output = "application";

const application = {
  main,
  output,
  disableExperimentalSEAWarning: true,
  // Such a file takes no options of Node when it is started.
  execArgv: nodeCommand("node", main).slice(1, -1),
  execArgvExtension: "none",
};

/** Writes the file. Two builds on one commit give the same bytes. */
export async function buildStandalone(architecture: Architecture, file: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "kumakit-standalone-"));
  try {
    runOrThrow("node", [join(repositoryRoot, "packages/agent/build-bundle.mjs"), join(folder, main), "standalone"]);
    writeFileSync(join(folder, "config.json"), JSON.stringify(application));
    // The same version has to read it again.
    const own = installedNode(process.arch as Architecture);
    if (own === undefined) throw new Error("the agent as one file is built on Linux only, on x64 or arm64");
    // Relative names: the result holds them.
    const stdio = ["ignore", "ignore", "inherit"] as const;
    execFileSync(own, ["--experimental-sea-config", "config.json"], { cwd: folder, stdio: [...stdio] });
    writeFileSync(file, trimElf(nodeForLinux(architecture)));
    await inject(file, "NODE_SEA_BLOB", readFileSync(join(folder, output)), { sentinelFuse: fuse });
    chmodSync(file, 0o755);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , architecture, file] = process.argv;
  if ((architecture !== "x64" && architecture !== "arm64") || file === undefined) {
    throw new Error("usage: node tools/dist/build-standalone.js x64|arm64 FILE");
  }
  await buildStandalone(architecture, file);
}
