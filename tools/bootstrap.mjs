// Installs and builds everything with nothing on the machine but Node and npm, then runs one built script:
//   node tools/bootstrap.mjs [--pack] [--then SCRIPT [ARGUMENTS...]]
// With --pack it leaves the CLI as one file in dist/, which npm installs on any server.
// pnpm comes through npx in the version that package.json pins, so nothing is installed globally.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const { packageManager } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

// Ctrl-C goes to the program that runs below, too; this one stays until that has cleaned up.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {});

function run(command, args) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (error) console.error(`bootstrap: ${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? (signal === "SIGINT" ? 130 : 1));
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22)) {
  console.error(`kumakit needs Node 20.19 or later (of 20), or 22.12 or later; this is ${process.version}.`);
  process.exit(1);
}

const pnpm = ["--yes", packageManager];
run("npx", [...pnpm, "install", "--frozen-lockfile", "--prefer-offline"]);
run("npx", [...pnpm, "run", "build"]);

if (process.argv[2] === "--pack") {
  run("npx", [...pnpm, "--filter", "@kumakit/cli", "pack", "--pack-destination", `${root}dist`]);
}

const then = process.argv.indexOf("--then");
if (then !== -1) run(process.execPath, process.argv.slice(then + 1));
