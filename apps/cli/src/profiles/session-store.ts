import { join } from "node:path";

import { PrivateJsonFile } from "./private-json-file.ts";
import type { SessionsFile } from "./stored-files.ts";

/** A login that is remembered: a token, never the password of the server. */
export interface StoredSession {
  readonly server: string;
  /** Null for a server that asks for no login. */
  readonly username: string | null;
  /** Secret: anybody who has it is logged in. Null for a server that asks for no login. */
  readonly token: string | null;
  /** Headers for something in front of the server; the values are secret. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The sessions of all servers that the person is logged in to, in `sessions.json` (0600) of a folder that is 0700. */
export class SessionStore {
  /** Where the sessions lie. */
  readonly file: string;
  readonly #content: PrivateJsonFile<SessionsFile>;

  /**
   * @param folder - oclif's `config.configDir`
   * @param warn - called when others could read the sessions
   */
  constructor(folder: string, warn: (message: string) => void) {
    this.file = join(folder, "sessions.json");
    this.#content = new PrivateJsonFile({
      file: this.file,
      schema: async () => (await import("./stored-files.ts")).sessionsFileSchema,
      empty: { version: 1, current: null, sessions: {} },
      what: "sessions",
      code: "KUMA_SESSIONS_UNUSABLE",
      remedy: "kuma login",
      warnOfOthers: { warn, remedy: "To end them, change the password." },
    });
  }

  /** The session of a server (normalised URL), or of the one logged in to last when none is named. */
  async find(server?: string): Promise<StoredSession | undefined> {
    const { current, sessions } = await this.#content.read();
    const url = server ?? current ?? undefined;
    const session = url === undefined ? undefined : sessions[url];
    return url === undefined || session === undefined ? undefined : { server: url, ...session };
  }

  /** The URLs of all servers that there are sessions for. */
  async servers(): Promise<readonly string[]> {
    return Object.keys((await this.#content.read()).sessions);
  }

  /** Remembers a session and makes its server the current one. */
  async save(session: StoredSession): Promise<void> {
    const { sessions } = await this.#content.read();
    const { server, username, token, headers } = session;
    const kept = headers === undefined || Object.keys(headers).length === 0 ? {} : { headers };
    const stored = { username, token, ...kept, savedAt: new Date().toISOString() };
    await this.#content.write({ version: 1, current: server, sessions: { ...sessions, [server]: stored } });
  }

  /** Forgets the sessions of these servers. @returns the URLs that there was a session for */
  async forget(servers: readonly string[]): Promise<readonly string[]> {
    const { current, sessions } = await this.#content.read();
    const forgotten = Object.keys(sessions).filter((url) => servers.includes(url));
    if (forgotten.length === 0) return [];
    const kept = Object.fromEntries(Object.entries(sessions).filter(([url]) => !forgotten.includes(url)));
    const next = current !== null && current in kept ? current : (Object.keys(kept)[0] ?? null);
    await this.#content.write({ version: 1, current: next, sessions: kept });
    return forgotten;
  }
}
