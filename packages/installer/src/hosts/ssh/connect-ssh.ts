import type { ConnectedHost, HostScript, ScriptResult } from "../host.ts";
import { makeControlFolder, type ControlFolder } from "./control-folder.ts";
import { couldAsk, openConnection } from "./open-connection.ts";
import { findRootAccount, type SudoQuestion } from "./root-account.ts";
import { runOverSsh, type Account, type Carrier } from "./run-over-ssh.ts";
import { connectionLost, withoutShell } from "./ssh-failure.ts";
import { defaultLimits, patienceWithPeople, type SshLimits } from "./ssh-limits.ts";
import { requireSshName } from "./ssh-name.ts";

/** How a host is connected to. */
export interface SshOptions {
  /**
   * Whether scripts run as root there; by `sudo` when another account is logged in to.
   * @defaultValue true
   */
  readonly asRoot?: boolean;
  /** Gives the password for sudo, when it wants one. It is asked for once, and kept in memory until the host is closed. */
  readonly askSudoPassword?: (question: SudoQuestion) => Promise<string>;
  /**
   * Lets ssh ask on the terminal for a password, a passphrase or whether a new key is right, when it is its turn to use
   * the terminal. Without it nothing is asked.
   */
  readonly onTerminal?: (connect: () => Promise<void>) => Promise<void>;
  /** How long things may take, in ms; with defaults. */
  readonly limits?: Partial<SshLimits>;
  /** Ends the attempt to connect. */
  readonly signal?: AbortSignal;
}

/**
 * Connects to a host with the system's OpenSSH: its config, its keys and its known hosts count. All scripts share one
 * connection, which ends with the host, and with this process, however that ends.
 *
 * @param name - `[user@]name` as ssh takes it, or `ssh://[user@]name[:port]`
 * @throws {@link InstallerError} `INSTALLER_HOST_NAME`, `INSTALLER_NO_SSH`, `INSTALLER_UNREACHABLE`,
 * `INSTALLER_HOST_KEY_UNKNOWN`, `INSTALLER_HOST_KEY_CHANGED`, `INSTALLER_LOGIN_REFUSED`, `INSTALLER_NO_SHELL` or
 * `INSTALLER_SUDO_REFUSED`; AbortError when `signal` aborts
 */
export async function connectSsh(name: string, options: SshOptions = {}): Promise<ConnectedHost> {
  requireSshName(name);
  const limits = { ...defaultLimits, ...options.limits };
  const control = await makeControlFolder();
  try {
    await connect({ name, control, limits }, options);
    const account = await accountOn({ name, socket: control.socket, patience: limits.script }, options);
    options.signal?.throwIfAborted();
    return connectedHost(name, control, { socket: control.socket, account, patience: limits.script });
  } catch (error) {
    await control.close();
    throw error;
  }
}

interface Target {
  readonly name: string;
  readonly control: ControlFolder;
  readonly limits: SshLimits;
}

async function connect(target: Target, { onTerminal, signal }: SshOptions): Promise<void> {
  try {
    await openConnection({ ...target, signal, isInteractive: false });
  } catch (error) {
    if (onTerminal === undefined || !couldAsk(error)) throw error;
    const limits = { ...target.limits, logIn: patienceWithPeople };
    await onTerminal(async () => {
      try {
        await openConnection({ ...target, limits, signal, isInteractive: true });
      } catch {
        signal?.throwIfAborted();
        // What ssh said in between stands on the terminal.
        throw error;
      }
    });
  }
}

async function accountOn(
  question: { readonly name: string; readonly socket: string; readonly patience: number },
  { asRoot = true, askSudoPassword: askPassword, signal }: SshOptions,
): Promise<Account> {
  const own: Account = { kind: "own" };
  const carrier: Carrier = { socket: question.socket, account: own, patience: question.patience };
  const { script, isGivenUp } = await runOverSsh({ program: "id -u", args: [] }, carrier);
  signal?.throwIfAborted();
  const { name } = question;
  if (script.code === undefined && script.isReady) throw connectionLost(name, isGivenUp);
  if (script.code !== 0) throw withoutShell(name, script.noise);
  if (!asRoot || script.output.toString("utf8").trim() === "0") return own;
  return await findRootAccount({ ...question, askPassword, signal });
}

function connectedHost(name: string, control: ControlFolder, carrier: Carrier): ConnectedHost {
  return {
    label: name,
    isRemote: true,
    runScript: async (script: HostScript): Promise<ScriptResult> => {
      const { script: remote, isGivenUp } = await runOverSsh(script, carrier);
      const { code, output, complaint, noise } = remote;
      if (code === undefined) throw connectionLost(name, isGivenUp);
      if (remote.pid === undefined) throw withoutShell(name, noise);
      return { code, output, complaint };
    },
    [Symbol.asyncDispose]: () => control.close(),
  };
}
