import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { randomBytes } from "node:crypto";

import type { HostScript } from "../host.ts";
import { environmentOfScripts, feed } from "../script-streams.ts";
import { endingProgram, firstLine, notRoot, remoteCommand, type Elevation } from "./remote-command.ts";
import { RemoteScript } from "./remote-script.ts";
import { sharedConnection } from "./ssh-arguments.ts";

/** The way that a script is run. */
export interface Carrier {
  /** The socket of the connection. */
  readonly socket: string;
  /** Whose account it runs as. */
  readonly account: Account;
  /** How long it may take until a script runs, and until one ends that was sent SIGTERM, in ms. */
  readonly patience: number;
}

/**
 * The account that was logged in to, or root by its sudo; the password is the account's. With `own-root` a script runs only
 * when that account is root, and nothing of it where it is not: see {@link isOfAnother}.
 */
export type Account =
  | { readonly kind: "own" }
  | { readonly kind: "own-root" }
  | { readonly kind: "root" }
  | { readonly kind: "root-by-password"; readonly password: string };

/** How a script that ran over a connection has ended. */
export interface RemoteEnd {
  readonly script: RemoteScript;
  /** Whether it took too long and was given up. */
  readonly isGivenUp: boolean;
  /** Whether it was ssh that failed, and not a program on the other side. */
  readonly isCutOff: boolean;
}

/** The exit code of ssh when it is ssh that failed. */
const sshFailed = 255;

/**
 * Runs a script through a connection that is there already. A failure of the carrying is not thrown: the end says how far
 * it came.
 *
 * @throws Error of `spawn` when ssh cannot be started
 */
export async function runOverSsh(script: HostScript, carrier: Carrier): Promise<RemoteEnd> {
  const mark = `kuma-${randomBytes(12).toString("hex")}`;
  const elevation = elevationFor(carrier.account, mark);
  return await new Promise((resolve, reject) => {
    const command = remoteCommand(mark, elevation);
    const child = spawn("ssh", [...sharedConnection(carrier.socket), command], {
      // A session for itself: Ctrl-C reaches only us, and it is we who decide when the script is ended.
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
      env: environmentOfScripts(),
    });
    const run = new SshRun(script, { carrier, mark, child, elevation });
    child.once("error", reject);
    child.once("close", (code) => resolve({ ...run.close(), isCutOff: code === null || code === sshFailed }));
  });
}

/** Whether nothing ran, because the account is not root. Its input was not touched then. */
export function isOfAnother({ script }: RemoteEnd): boolean {
  return script.pid === undefined && script.code === notRoot;
}

function elevationFor(account: Account, mark: string): Elevation {
  if (account.kind === "own" || account.kind === "own-root") return { kind: "none" };
  return account.kind === "root" ? { kind: "free" } : { kind: "password", prompt: `${mark}?` };
}

interface SshRunParts {
  readonly carrier: Carrier;
  readonly mark: string;
  readonly elevation: Elevation;
  readonly child: ChildProcessWithoutNullStreams;
}

/** One script while it runs. */
class SshRun {
  readonly #script: HostScript;
  readonly #parts: SshRunParts;
  readonly #remote: RemoteScript;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #onEnd = (): void => this.#end();
  #isFed = false;
  #isToEnd = false;
  #isEnding = false;
  #isGivenUp = false;

  constructor(script: HostScript, parts: SshRunParts) {
    this.#script = script;
    this.#parts = parts;
    const { child, elevation, mark, carrier } = parts;
    const prompt = elevation.kind === "password" ? elevation.prompt : undefined;
    const remote = new RemoteScript(mark, prompt, {
      ...(script.onLine === undefined ? {} : { onLine: script.onLine }),
      onPrompt: () => this.#answer(),
      onReady: () => this.#feed(),
      onStart: () => this.#started(),
    });
    this.#remote = remote;
    child.stdout.on("data", (chunk: Buffer) => remote.addOutput(chunk));
    child.stderr.on("data", (chunk: Buffer) => remote.addComplaint(chunk));
    child.stdin.on("error", () => undefined);
    // Without a password nothing can read what is not meant for it, and the way there and back is saved.
    if (prompt === undefined) this.#feed();
    this.#giveUpAfter(carrier.patience, () => remote.pid === undefined);
    if (script.timeout !== undefined) this.#timers.push(setTimeout(this.#onEnd, script.timeout));
    script.signal?.addEventListener("abort", this.#onEnd, { once: true });
    if (script.signal?.aborted === true) this.#end();
  }

  close(): Omit<RemoteEnd, "isCutOff"> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#script.signal?.removeEventListener("abort", this.#onEnd);
    return { script: this.#remote, isGivenUp: this.#isGivenUp };
  }

  /** The password goes to nobody but a sudo that asks for it, and only once. */
  #answer(): void {
    const { child, carrier } = this.#parts;
    const { account } = carrier;
    if (account.kind !== "root-by-password" || this.#remote.asked > 1) child.stdin.end();
    else child.stdin.write(`${account.password}\n`);
  }

  #feed(): void {
    if (this.#isFed) return;
    this.#isFed = true;
    const { child, mark } = this.#parts;
    child.stdin.write(firstLine(mark, this.#script, this.#isForRoot));
    // Another account leaves the input to the next try.
    if (!this.#isForRoot) feed(child.stdin, this.#script.input);
  }

  get #isForRoot(): boolean {
    return this.#parts.carrier.account.kind === "own-root";
  }

  #started(): void {
    if (this.#isForRoot) feed(this.#parts.child.stdin, this.#script.input);
    if (this.#isToEnd) this.#end();
  }

  /** Signals do not travel through ssh: another script sends it. One that has not started yet is waited for. */
  #end(): void {
    this.#isToEnd = true;
    const { pid } = this.#remote;
    if (pid === undefined || this.#isEnding) return;
    this.#isEnding = true;
    const { carrier, mark } = this.#parts;
    this.#giveUpAfter(carrier.patience, () => true);
    runOverSsh({ program: endingProgram, args: [String(pid), mark] }, carrier).catch(() => undefined);
  }

  #giveUpAfter(ms: number, isDue: () => boolean): void {
    const giveUp = (): void => {
      if (!isDue()) return;
      this.#isGivenUp = true;
      this.#parts.child.kill("SIGKILL");
    };
    this.#timers.push(setTimeout(giveUp, ms));
  }
}
