import type { HostScript, ScriptResult } from "../host.ts";
import { findRootAccount, isRefusedBySudo, type RootQuestion } from "./root-account.ts";
import { isOfAnother, runOverSsh, type Account, type Carrier, type RemoteEnd } from "./run-over-ssh.ts";
import { connectionLost, sudoRefused, withoutShell } from "./ssh-failure.ts";

/** Whose account scripts run as. */
export interface ScriptAccount extends Pick<RootQuestion, "askPassword" | "signal"> {
  /** Whether that is root, by sudo where need be. */
  readonly asRoot: boolean;
}

/** The scripts that run over a connection which is there already. */
export class SshScripts {
  readonly #name: string;
  readonly #connection: Omit<Carrier, "account">;
  readonly #account: ScriptAccount;
  /** The way to root; undefined as long as the account itself may be root. */
  #elevated: Promise<Account> | undefined;
  #hasRun = false;

  constructor(name: string, connection: Omit<Carrier, "account">, account: ScriptAccount) {
    this.#name = name;
    this.#connection = connection;
    this.#account = account;
  }

  /** {@link Host.runScript} over the connection. @throws {@link InstallerError} */
  async run(script: HostScript): Promise<ScriptResult> {
    if (!this.#account.asRoot) return this.#result(await this.#runAs({ kind: "own" }, script));
    if (this.#elevated === undefined) {
      const end = await this.#runAs({ kind: "own-root" }, script);
      if (!isOfAnother(end)) return this.#result(end);
    }
    this.#elevated ??= this.#findRoot();
    const end = await this.#runAs(await this.#elevated, script);
    // It may let an account work as root, and a moment later not any more.
    if (isRefusedBySudo(end)) throw sudoRefused(this.#name, end.script.noise);
    return this.#result(end);
  }

  async #findRoot(): Promise<Account> {
    const { askPassword, signal } = this.#account;
    signal?.throwIfAborted();
    return await findRootAccount({ name: this.#name, ...this.#connection, askPassword, signal });
  }

  async #runAs(account: Account, script: HostScript): Promise<RemoteEnd> {
    return await runOverSsh(script, { ...this.#connection, account });
  }

  #result({ script, isGivenUp }: RemoteEnd): ScriptResult {
    const { code, pid, isReady, output, complaint, noise } = script;
    // An account without a shell ends the first one as a connection ends that is lost.
    if (code === undefined && (isReady || this.#hasRun)) throw connectionLost(this.#name, isGivenUp);
    if (code === undefined || pid === undefined) throw withoutShell(this.#name, noise);
    this.#hasRun = true;
    return { code, output, complaint };
  }
}
