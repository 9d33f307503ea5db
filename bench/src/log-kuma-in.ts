import { writeFileSync } from "node:fs";
import path from "node:path";
import { runCommand, type TempHome } from "@kumakit/testkit";

/** The server and the account that a benchmark logs in to. */
export interface BenchLogin {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

/** Writes a file that only its owner reads into a home; gives its path. */
export function writeInHome({ folder }: TempHome, name: string, content: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, content, { mode: 0o600 });
  return file;
}

/** Logs the program `kuma` in, and keeps the session in that home. @throws Error with what it printed when it fails */
export async function logKumaIn(kuma: string, { url, username, password }: BenchLogin, home: TempHome): Promise<void> {
  const passwordFile = writeInHome(home, "password", `${password}\n`);
  const login = [process.execPath, kuma, "login", url, "--username", username, "--password-file", passwordFile];
  const { code, stderr } = await runCommand(login, { env: home.env });
  if (code !== 0) throw new Error(`kuma login failed with code ${code}: ${stderr}`);
}
