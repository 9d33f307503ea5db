import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

type Environment = Readonly<Record<string, string | undefined>>;

/** By this the command of an install says how many files might be open, before Node raised that. */
const openFilesVariable = "KUMA_AGENT_OPEN_FILES";

/** Variables for kumakit alone. */
const own: ReadonlySet<string> = new Set(["KUMA_PASSWORD", "KUMA_TOTP_SECRET", openFilesVariable]);

/** The environment of a job: without the secrets that kumakit was given for itself. */
export function jobEnvironment(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !own.has(name)));
}

/** See proc(5); "unlimited" is a word there. */
function openFilesOf(pid: number | "self"): { readonly soft: string; readonly hard: string } | undefined {
  try {
    const limits = readFileSync(`/proc/${pid}/limits`, "utf8");
    const [, soft, hard] = /^Max open files +(\S+) +(\S+)/m.exec(limits) ?? [];
    return soft === undefined || hard === undefined ? undefined : { soft, hard };
  } catch {
    return undefined;
  }
}

/** The limit before Node: that which the command of an install has seen, else that of who started this. */
function formerOpenFiles(environment: Environment): string | undefined {
  const seen = environment[openFilesVariable];
  if (seen !== undefined) return seen;
  const [parent, now] = [openFilesOf(process.ppid), openFilesOf("self")];
  return parent?.hard === now?.hard ? parent?.soft : undefined;
}

/**
 * Sets the number of files that this process and those it starts may have open back to what it was: Node raises it as far
 * as it can, and a job would inherit that. A host without prlimit, which is part of util-linux, keeps it raised.
 *
 * @param environment - as this process was started with
 */
export function restoreOpenFiles(environment: Environment): void {
  const former = formerOpenFiles(environment);
  if (former === undefined || !/^(?:\d+|unlimited)$/.test(former) || former === openFilesOf("self")?.soft) return;
  spawnSync("prlimit", [`--pid=${process.pid}`, `--nofile=${former}:`], { stdio: "ignore" });
}
