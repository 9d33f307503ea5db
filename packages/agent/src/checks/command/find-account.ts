import { runProgram } from "./run-program.ts";
import { LookError } from "../shared/bounded-look.ts";

/** An account of the host. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** Reads a line of passwd(5); undefined when it is something else. */
export function parseAccount(line: string): Account | undefined {
  const [name, , uid, gid, , home] = line.split("\n", 1)[0]?.split(":") ?? [];
  const isNumber = (text: string | undefined): text is string => text !== undefined && /^\d{1,10}$/.test(text);
  if (!name || !isNumber(uid) || !isNumber(gid) || home === undefined) return undefined;
  return { name, uid: Number(uid), gid: Number(gid), home: home === "" ? "/" : home };
}

/**
 * Asks the host for an account, wherever it keeps them: in files, LDAP or elsewhere.
 *
 * @param user - a name or a number
 * @throws {@link LookError} when there is none, or the host cannot be asked
 */
export async function findAccount(user: string, signal: AbortSignal): Promise<Account> {
  const end = await runProgram({ command: ["getent", "passwd", user], timeoutMs: 5_000, signal });
  const account = parseAccount(end.stdout);
  if (account !== undefined) return account;
  throw new LookError(
    end.exitCode === 2 ? `there is no user ${user} on this host` : `the host could not be asked for the user ${user}`,
  );
}
