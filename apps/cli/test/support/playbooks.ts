import { findProgram, runCommand, throughLayer, type CommandResult } from "@kumakit/testkit";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { KumaUser } from "./kuma-user.ts";
import { withKumaOnPath } from "./shells.ts";

/** The collection as it lies in the repository. */
export const COLLECTION = fileURLToPath(new URL("../../../../ansible", import.meta.url));

/** The end of a play. */
export interface Played extends CommandResult {
  /** Both streams. */
  readonly output: string;
  /** The counts of the recap, of all hosts together. */
  readonly ok: number;
  readonly changed: number;
  readonly failed: number;
  readonly ignored: number;
}

/** How a play is run. */
export interface PlayOptions {
  /** Further words of `ansible-playbook`. */
  readonly words?: readonly string[];
  /** Default: the controller alone. */
  readonly hosts?: readonly string[];
  /** A program before it that runs the rest of its arguments. */
  readonly below?: readonly string[];
}

/** Plays tasks, which are YAML, for hosts that all are this machine, with the collection from the repository. */
export async function play(user: KumaUser, tasks: string, options: PlayOptions = {}): Promise<Played> {
  const { words = [], hosts = ["localhost"], below = [] } = options;
  const file = join(user.folder, "play.yml");
  const body = tasks.trim().replaceAll(/^/gm, "    ");
  writeFileSync(file, `- hosts: all\n  gather_facts: false\n  tasks:\n${body}\n`);
  const program = findProgram("ansible-playbook") ?? "ansible-playbook";
  const argv = [...below, program, "-i", `${hosts.join(",")},`, "-c", "local", ...words, file];
  const result = await runAnsible(user, argv);
  const counts = (name: string): number =>
    [...result.stdout.matchAll(new RegExp(`^\\S+ +: .*\\b${name}=(\\d+)`, "gm"))].reduce(
      (sum, [, count]) => sum + Number(count),
      0,
    );
  return {
    ...result,
    output: result.stdout + result.stderr,
    ok: counts("ok"),
    changed: counts("changed"),
    failed: counts("failed"),
    ignored: counts("ignored"),
  };
}

/** Runs a program of Ansible for somebody who has `kuma` on the PATH and the collection in the home folder. */
export function runAnsible(user: KumaUser, argv: readonly string[]): Promise<CommandResult> {
  const collections = join(user.folder, ".ansible", "collections", "ansible_collections", "kumakit");
  mkdirSync(collections, { recursive: true });
  try {
    symlinkSync(COLLECTION, join(collections, "kuma"));
  } catch {
    // It is there since the play before.
  }
  const env = {
    ...withKumaOnPath(user),
    ANSIBLE_NOCOLOR: "1",
    ANSIBLE_FORKS: "20",
    ANSIBLE_PYTHON_INTERPRETER: "/usr/bin/python3",
    // Python would leave its own files in the repository.
    PYTHONDONTWRITEBYTECODE: "1",
  };
  return runCommand(throughLayer(argv), { env, timeout: 180_000 });
}
