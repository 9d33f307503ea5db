import { sshHost, type Host, type SshOptions } from "@kumakit/installer";
import type { ProvisionOptions } from "@kumakit/provision";

import { askSecret } from "../prompts/ask.ts";
import { isAnybodyThere, type Question } from "../prompts/require-terminal.ts";
import type { HostsProgress } from "./hosts-progress.ts";

/** On how many hosts is worked at the same time. */
const atOnce = 30;

/** Which hosts are worked on, and how that is shown. */
export interface HostsWish {
  readonly names: readonly string[];
  /** Whether the work needs root there. */
  readonly asRoot: boolean;
  readonly progress: HostsProgress;
  /** How a password for sudo is asked for. */
  readonly question: Question;
  readonly signal: AbortSignal;
}

/** The input of the work. */
export interface HostsAtWork {
  readonly hosts: readonly Host[];
  readonly options: ProvisionOptions;
  /** Lets one question at a time be asked, with no progress in between. */
  readonly ask: <Answer>(question: () => Promise<Answer>) => Promise<Answer>;
}

/** Works on hosts over SSH; their connections end with it. */
export async function workOnHosts<Result>(
  wish: HostsWish,
  work: (at: HostsAtWork) => Promise<Result>,
): Promise<Result> {
  const { names, asRoot, progress, question, signal } = wish;
  const ask = oneAtATime(progress);
  const asking: SshOptions = isAnybodyThere(question)
    ? {
        onTerminal: ask,
        askSudoPassword: ({ host, isAgain }) =>
          ask(() => askSecret(question, `${isAgain ? "That was wrong. " : ""}Password for sudo on ${host}`)),
      }
    : {};
  const hosts = names.map((name) => sshHost(name, { asRoot, signal, ...asking }));
  try {
    const on: ProvisionOptions["on"] = (event) => progress.on(event);
    return await work({ hosts, options: { on, signal, concurrency: atOnce }, ask });
  } finally {
    progress.stop();
    await Promise.all(hosts.map((host) => host[Symbol.asyncDispose]()));
  }
}

function oneAtATime(progress: HostsProgress): HostsAtWork["ask"] {
  let last: Promise<unknown> = Promise.resolve();
  return async (question) => {
    const before = last;
    const answer = (async () => {
      await before;
      progress.pause();
      try {
        return await question();
      } finally {
        progress.resume();
      }
    })();
    last = answer.catch(() => undefined);
    return await answer;
  };
}
