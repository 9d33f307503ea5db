import { startInTerminal, throughLayer, type RunningCommand } from "@kumakit/testkit";
import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";

import { KUMA } from "./built-kuma.ts";
import type { KumaUser } from "./kuma-user.ts";

/** A shell that completes, and how one without settings is started with the completion of kuma. */
export interface TestedShell {
  readonly name: "bash" | "zsh" | "fish";
  readonly argv: readonly string[];
  readonly setUp: string;
}

/** The shells that there is a script for. */
export const shells: readonly TestedShell[] = [
  { name: "bash", argv: ["bash", "--norc", "--noprofile", "-i"], setUp: "source <(kuma completion bash)" },
  {
    name: "zsh",
    argv: ["zsh", "-f", "-i"],
    setUp: "autoload -Uz compinit; compinit -u; source <(kuma completion zsh)",
  },
  { name: "fish", argv: ["fish", "--no-config", "-i"], setUp: "kuma completion fish | source" },
];

/** The environment of a person who has `kuma` on the PATH. */
export function withKumaOnPath(user: KumaUser): Record<string, string> {
  const folder = join(user.folder, "bin");
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, "kuma"))) symlinkSync(KUMA, join(folder, "kuma"));
  return { ...user.env, PATH: `${folder}${delimiter}${user.env["PATH"] ?? ""}`, TERM: "dumb", LC_ALL: "C.UTF-8" };
}

/** Starts a shell on a terminal, ready to complete. */
export async function startShell(user: KumaUser, { argv, setUp }: TestedShell): Promise<RunningCommand> {
  const shell = startInTerminal(throughLayer(argv), { env: withKumaOnPath(user), columns: 200 });
  shell.type(`${setUp}; echo rea''dy\r`);
  await shell.waitForText("ready");
  return shell;
}
