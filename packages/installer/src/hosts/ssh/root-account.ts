import type { InstallerError } from "../../installer-error.ts";
import { runOverSsh, type Account, type Carrier, type RemoteEnd } from "./run-over-ssh.ts";
import { connectionLost, sudoRefused } from "./ssh-failure.ts";

/** How often a person may mistype the password. */
const attempts = 3;

/** The means to find out how the account becomes root. */
export interface RootQuestion {
  readonly name: string;
  readonly socket: string;
  readonly patience: number;
  /** Gives the account's password; without, only a sudo that asks for none will do. */
  readonly askPassword?: ((question: SudoQuestion) => Promise<string>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A password that is asked for. */
export interface SudoQuestion {
  /** The name that was connected to. */
  readonly host: string;
  /** Whether the one that was given before was wrong. */
  readonly isAgain: boolean;
}

/**
 * Finds out how scripts can run as root: by sudo without a password, or with one that is asked for once.
 *
 * @throws InstallerError `INSTALLER_SUDO_REFUSED`; that of a connection that was lost
 */
export async function findRootAccount(question: RootQuestion): Promise<Account> {
  const { name, askPassword } = question;
  const free = await tryAs({ kind: "root" }, question);
  if (free.script.isReady) return { kind: "root" };
  if (free.isGivenUp || askPassword === undefined || !wantsPassword(free)) throw refusal(free, name);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const password = await askPassword({ host: name, isAgain: attempt > 0 });
    // sudo reads one line.
    if (/[\n\r\0]/.test(password)) continue;
    const account: Account = { kind: "root-by-password", password };
    const tried = await tryAs(account, question);
    if (tried.script.isReady) return account;
    // A wrong password is asked for again; one prompt alone means that it was right, and did not help.
    if (tried.isGivenUp || tried.script.asked < 2) throw refusal(tried, name);
  }
  throw sudoRefused(name, "the password was wrong");
}

async function tryAs(account: Account, { socket, patience, signal }: RootQuestion): Promise<RemoteEnd> {
  const carrier: Carrier = { socket, account, patience };
  return await runOverSsh({ program: ":", args: [], ...(signal === undefined ? {} : { signal }) }, carrier);
}

/** Without asking, sudo says the same to everybody, and in the language of the account. */
function wantsPassword({ script }: RemoteEnd): boolean {
  return !/not found|must have a tty/i.test(script.noise);
}

function refusal(end: RemoteEnd, name: string): InstallerError {
  if (end.isGivenUp) return sudoRefused(name, "it did not answer in time");
  return isRefusedBySudo(end) ? sudoRefused(name, end.script.noise) : connectionLost(name, false);
}

/** Whether a script that was to run as root did not, and it was not the connection that failed. */
export function isRefusedBySudo({ script, isGivenUp, isCutOff }: RemoteEnd): boolean {
  return !script.isReady && !isGivenUp && !isCutOff;
}
