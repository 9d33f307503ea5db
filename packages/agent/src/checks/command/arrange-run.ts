import { stat } from "node:fs/promises";
import { userInfo } from "node:os";
import { LookError } from "../shared/bounded-look.ts";
import { findAccount, type Account } from "./find-account.ts";

/** A command as the config has it. */
export interface WantedRun {
  readonly command: readonly [string, ...string[]];
  readonly user: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string | undefined;
}

/** The command that has the system run it like that. */
export interface ArrangedRun {
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | undefined;
}

/** The agent's variables that a program gets; all others are the agent's business. */
const inherited = ["PATH", "LANG", "TZ", "HOME", "USER", "LOGNAME", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"];

const standard = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", LANG: "C.UTF-8" };

function baseEnvironment(account: Account | undefined): Record<string, string> {
  const own = inherited.flatMap((name) => {
    const value = process.env[name];
    return value === undefined || value === "" ? [] : [[name, value] as const];
  });
  const base = { ...standard, ...Object.fromEntries(own) };
  if (account === undefined) return base;
  const { PATH, LANG, TZ } = base as Record<string, string | undefined>;
  return {
    PATH: PATH ?? standard.PATH,
    LANG: LANG ?? standard.LANG,
    ...(TZ === undefined ? {} : { TZ }),
    HOME: account.home,
    USER: account.name,
    LOGNAME: account.name,
  };
}

/** The account to become; undefined when the agent runs as that user already. */
async function otherAccount(user: string, signal: AbortSignal): Promise<Account | undefined> {
  const account = await findAccount(user, signal);
  const own = userInfo();
  if (account.uid === own.uid) return undefined;
  if (own.uid !== 0) {
    throw new LookError(`cannot run as ${account.name}: only root may, and the agent runs as ${own.username}`);
  }
  return account;
}

async function requireFolder(folder: string): Promise<void> {
  // Starting a program in a folder that is missing would look as if the program were.
  const stats = await stat(folder).catch(() => undefined);
  if (stats?.isDirectory() !== true) throw new LookError(`there is no directory ${folder} to work in`);
}

/**
 * Works out how a command is run: as whom, where, and with which environment.
 *
 * @param wanted - from the config
 * @param signal - ends what is asked of the system meanwhile
 * @throws {@link LookError} when it cannot be run like that
 */
export async function arrangeRun(wanted: WantedRun, signal: AbortSignal): Promise<ArrangedRun> {
  const { command, user, environment, workingDirectory } = wanted;
  const account = user === undefined ? undefined : await otherAccount(user, signal);
  if (workingDirectory !== undefined) await requireFolder(workingDirectory);
  // Node itself can change user and group, but leaves root's further groups to the program.
  const become: readonly string[] =
    account === undefined ? [] : ["setpriv", `--reuid=${account.uid}`, `--regid=${account.gid}`, "--init-groups", "--"];
  return {
    command: [...become, ...command] as unknown as readonly [string, ...string[]],
    env: { ...baseEnvironment(account), ...environment },
    cwd: workingDirectory ?? (account === undefined ? undefined : "/"),
  };
}
