import { InstallerError } from "../installer-error.ts";
import type { Host, Owner } from "./host.ts";

/** Turns names of accounts into numbers and back, through whatever the host's name service is. */
export interface AccountNames {
  ids(owner: Owner): Promise<{ readonly uid: number; readonly gid: number }>;
  userName(uid: number): Promise<string>;
  /** The number as text when the host has no name for it. */
  groupName(gid: number): Promise<string>;
}

/** Account names as `getent` tells them; nothing is remembered, because accounts come and go during an install. */
export function accountNames(run: Host["run"]): AccountNames {
  async function entry(database: "passwd" | "group", key: string): Promise<readonly string[] | undefined> {
    const { code, stdout } = await run(["getent", database, key]);
    return code === 0 ? stdout.trim().split(":") : undefined;
  }

  async function id(database: "passwd" | "group", key: string): Promise<number> {
    if (key === "root") return 0;
    const number = Number((await entry(database, key))?.[2] ?? (/^\d+$/.test(key) ? key : undefined));
    if (Number.isInteger(number)) return number;
    throw new InstallerError({
      code: "INSTALLER_FILE_FAILED",
      layer: "files",
      message: `The host has no ${database === "passwd" ? "user" : "group"} named ${JSON.stringify(key)}.`,
    });
  }

  async function name(database: "passwd" | "group", number: number): Promise<string> {
    if (number === 0) return "root";
    return (await entry(database, String(number)))?.[0] ?? String(number);
  }

  return {
    ids: async ({ user, group }) => ({ uid: await id("passwd", user), gid: await id("group", group) }),
    userName: (uid) => name("passwd", uid),
    groupName: (gid) => name("group", gid),
  };
}
