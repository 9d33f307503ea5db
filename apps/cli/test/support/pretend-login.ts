import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { KumaUser } from "./kuma-user.ts";

/** Leaves the person with a session, as if they had logged in there. */
export function pretendLogin(user: KumaUser, server: string): void {
  const folder = join(user.folder, ".config", "kuma");
  mkdirSync(folder, { recursive: true });
  const session = { username: "admin", token: "secret-token", savedAt: new Date().toISOString() };
  const content = { version: 1, current: server, sessions: { [server]: session } };
  writeFileSync(join(folder, "sessions.json"), JSON.stringify(content), { mode: 0o600 });
}
