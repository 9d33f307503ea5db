import { connect, sessionTokenAuth, type KumaClient } from "@kumakit/client";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { TestServer } from "@kumakit/testkit/vitest";

import { newUser, type KumaUser } from "./kuma-user.ts";

/** Somebody who is logged in to a server, by one login: the server takes 20 a minute from everybody together. */
export async function loggedInUser(server: TestServer): Promise<KumaUser> {
  const user = newUser();
  const file = passwordFile(user, server.password);
  const words = ["login", server.url, "--username", server.username, "--password-file", file];
  const { stderr, code } = await user.run(words);
  if (code !== 0) throw new Error(`${server.label} refused the login: ${stderr}`);
  return user;
}

/** A file with a password that only its owner can read. */
export function passwordFile(user: KumaUser, password: string): string {
  const file = join(user.folder, "tmp", "password");
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  return file;
}

/** The library, logged in with the session that `kuma` has stored for this person. */
export async function clientOf(user: KumaUser): Promise<KumaClient> {
  const text = readFileSync(join(user.folder, ".config", "kuma", "sessions.json"), "utf8");
  const { current, sessions } = JSON.parse(text) as {
    readonly current: string;
    readonly sessions: Readonly<Record<string, { readonly token: string }>>;
  };
  return connect({ url: current, auth: sessionTokenAuth(sessions[current]?.token ?? "") });
}
