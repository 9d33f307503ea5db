import { spawnSync } from "node:child_process";
import { bedScript } from "./bed-script.ts";

let answer: { readonly problem: string | undefined } | undefined;

/** Says why no systemd bed can be started here (no root, a missing command, …), or `undefined` when one can. */
export function systemdBedProblem(): string | undefined {
  answer ??= { problem: probe() };
  return answer.problem;
}

function probe(): string | undefined {
  if (process.platform !== "linux") return `it needs Linux, this is ${process.platform}`;
  const { status, stdout, stderr, error } = spawnSync("bash", [bedScript, "probe"], { encoding: "utf8" });
  if (error !== undefined) return `bash could not be started: ${error.message}`;
  if (status === 0) return undefined;
  return stdout.trim() || stderr.trim() || `the probe ended with code ${status}`;
}
