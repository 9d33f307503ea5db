import { readFileSync, statSync } from "node:fs";

import { pathsOf } from "../install-paths.ts";
import type { StepContent } from "../steps/host-plan.ts";
import { hostOwnerOf } from "../steps/owners.ts";
import { systemdManager } from "../service-manager/systemd.ts";
import { sha256Of } from "../sha256.ts";
import type { Runtime, RuntimeInput } from "./runtime.ts";
import { standaloneFile } from "./standalone-file.ts";

/** The first glibc that Node.js 24 runs with. */
const leastLibc = [2, 28] as const;

/** One file that holds the agent and its Node.js: the host needs neither. */
export const standaloneRuntime: Runtime = {
  name: "standalone",
  manager: () => systemdManager,
  problems: (input) =>
    input.facts.has.systemd
      ? [...libcProblems(input.facts.libc), ...fileProblems(input)]
      : ["there is no systemd to keep it running"],
  secrets: () => [],
  files(input) {
    const { facts, paths } = input;
    const owner = hostOwnerOf(facts);
    return [{ kind: "file", part: "program", path: paths.standalone, mode: "0755", owner, content: contentOf(input) }];
  },
  words: ({ paths }) => [paths.standalone],
  command: ({ paths }) => [paths.standalone],
};

/** Without a file at hand the agent keeps the one that it has. */
function contentOf({ facts, paths, standalone }: RuntimeInput): StepContent {
  if (standalone === undefined) return { from: "host-file", path: paths.standalone };
  const found = standaloneFile(standalone, facts.kernel);
  if ("problem" in found) throw new TypeError(`standalone: ${found.problem}`);
  return { from: "local-file", path: found.path, sha256: sumOf(found.path) };
}

/** A plan for hundreds of hosts asks for the same file each time, and that has 100 MB. */
const sums = new Map<string, string>();

function sumOf(path: string): string {
  const { ino, size, mtimeMs } = statSync(path);
  const key = [ino, size, mtimeMs, path].join(" ");
  const sum = sums.get(key) ?? sha256Of(readFileSync(path));
  sums.set(key, sum);
  return sum;
}

function fileProblems({ facts, standalone }: Pick<RuntimeInput, "facts" | "standalone">): readonly string[] {
  if (standalone === undefined) {
    const isThere = facts.files[pathsOf(facts).standalone] !== undefined;
    return isThere ? [] : ["its file, which comes with a release of kuma, was not given"];
  }
  const found = standaloneFile(standalone, facts.kernel);
  return "problem" in found ? [found.problem] : [];
}

function libcProblems(libc: string): readonly string[] {
  const [, major = 0, minor = 0] = (/^glibc (\d+)\.(\d+)/.exec(libc) ?? []).map(Number);
  const [leastMajor, leastMinor] = leastLibc;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return [];
  return [`it needs glibc ${leastMajor}.${leastMinor} or newer, and the host has ${libc || "another C library"}`];
}
