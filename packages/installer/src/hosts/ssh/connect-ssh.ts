import type { ConnectedHost } from "../host.ts";
import { makeControlFolder, type ControlFolder } from "./control-folder.ts";
import { couldAsk, openConnection } from "./open-connection.ts";
import type { SudoQuestion } from "./root-account.ts";
import { defaultLimits, patienceWithPeople, type SshLimits } from "./ssh-limits.ts";
import { requireSshName } from "./ssh-name.ts";
import { SshScripts } from "./ssh-scripts.ts";

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
  const host = await openSsh(name, options);
  try {
    await host.runScript({ program: ":", args: [] });
    options.signal?.throwIfAborted();
    return host;
  } catch (error) {
    await host[Symbol.asyncDispose]();
    throw error;
  }
}

/**
 * The same, but for the account: the first script finds out whether it is root, or has a sudo, which saves a way there and
 * back. So that script may throw what {@link connectSsh} would.
 */
export async function openSsh(name: string, options: SshOptions = {}): Promise<ConnectedHost> {
  requireSshName(name);
  const limits = { ...defaultLimits, ...options.limits };
  const control = await makeControlFolder();
  try {
    await connect({ name, control, limits }, options);
    options.signal?.throwIfAborted();
    const { asRoot = true, askSudoPassword: askPassword, signal } = options;
    const account = { asRoot, askPassword, signal };
    const scripts = new SshScripts(name, { socket: control.socket, patience: limits.script }, account);
    return {
      label: name,
      isRemote: true,
      runScript: async (script) => await scripts.run(script),
      [Symbol.asyncDispose]: () => control.close(),
    };
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
