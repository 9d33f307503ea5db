// Runs turbo without telemetry. turbo.json has no switch for it, so the variable is set here, in one place.
import { spawnSync } from "node:child_process";

const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", NODE_VERSION: process.version };
const args = process.argv.slice(2);
if (args[0] === "run" && !args.some((arg) => arg.startsWith("--output-logs"))) args.push("--output-logs=new-only");
// turbo looks for pnpm on the PATH, so this runs under `pnpm run` or `pnpm exec`, which put both there.
const { status, error } = spawnSync("turbo", args, { stdio: "inherit", env });
if (error) console.error(`tools/turbo.mjs: ${error.message}; run it through pnpm`);
process.exit(status ?? 1);
