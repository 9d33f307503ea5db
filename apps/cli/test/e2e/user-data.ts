import type { SystemdBed } from "@kumakit/testkit";
import { gunzipSync } from "node:zlib";
import { posix } from "node:path";
import { expect } from "vitest";
import { parse } from "yaml";

interface WrittenFile {
  readonly path: string;
  readonly owner: string;
  readonly permissions: string;
  readonly encoding?: "b64" | "gz+b64";
  readonly content: string;
}

/**
 * Carries user data out as cloud-init does: the files first, with folders of root above them, and then the commands.
 *
 * @param env - for the commands, such as a PATH with another `sh`
 */
export async function applyUserData(
  bed: SystemdBed,
  text: string,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  expect(text.split("\n", 1)).toEqual(["#cloud-config"]);
  const { write_files: files, runcmd: commands } = parse(text, { version: "1.1" }) as {
    readonly write_files: readonly WrittenFile[];
    readonly runcmd: readonly (readonly string[])[];
  };
  for (const { path, owner, permissions, encoding, content } of files) {
    const bytes = encoding === undefined ? Buffer.from(content) : Buffer.from(content, "base64");
    const script = 'umask 022; mkdir -p -- "$1"; base64 -d >"$2" && chown "$3" -- "$2" && chmod "$4" -- "$2"';
    const input = (encoding === "gz+b64" ? gunzipSync(bytes) : bytes).toString("base64");
    await run(bed, ["sh", "-c", script, "sh", posix.dirname(path), path, owner, permissions], input);
  }
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  for (const command of commands) await run(bed, ["env", ...variables, ...command], "");
}

async function run(bed: SystemdBed, command: readonly string[], input: string): Promise<void> {
  const { code, stderr } = await bed.exec(command, { input });
  if (code !== 0) throw new Error(`${command.join(" ")}: ${stderr}`);
}
