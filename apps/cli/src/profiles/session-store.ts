import { chmod, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import writeFileAtomic from "write-file-atomic";
import * as z from "zod";

import { CliError } from "../cli-error.ts";
import { makeFolders } from "./make-folders.ts";

const sessionSchema = z.object({
  username: z.string().nullable(),
  token: z.string().nullable(),
  savedAt: z.iso.datetime(),
});
const fileSchema = z.object({
  version: z.literal(1),
  current: z.string().nullable(),
  sessions: z.record(z.string(), sessionSchema),
});

/** A login that is remembered: a token, never a password. */
export interface StoredSession {
  readonly server: string;
  /** Null for a server that asks for no login. */
  readonly username: string | null;
  /** Secret: whoever has it is logged in. Null for a server that asks for no login. */
  readonly token: string | null;
}

type SessionsFile = z.infer<typeof fileSchema>;

/** The sessions of all servers that the person is logged in to, in `sessions.json` (0600) of a folder that is 0700. */
export class SessionStore {
  readonly #folder: string;
  readonly #warn: (message: string) => void;

  /**
   * @param folder - oclif's `config.configDir`
   * @param warn - told when others could read the sessions
   */
  constructor(folder: string, warn: (message: string) => void) {
    this.#folder = folder;
    this.#warn = warn;
  }

  /** Where the sessions lie. */
  get file(): string {
    return join(this.#folder, "sessions.json");
  }

  /** The session of a server (normalised URL), or of the one logged in to last when none is named. */
  async find(server?: string): Promise<StoredSession | undefined> {
    const { current, sessions } = await this.#read();
    const url = server ?? current ?? undefined;
    const session = url === undefined ? undefined : sessions[url];
    return url === undefined || session === undefined ? undefined : { server: url, ...session };
  }

  /** The URLs of all servers that there are sessions for. */
  async servers(): Promise<readonly string[]> {
    return Object.keys((await this.#read()).sessions);
  }

  /** Remembers a session and makes its server the current one. */
  async save(session: StoredSession): Promise<void> {
    const { sessions } = await this.#read();
    const { server, username, token } = session;
    const stored = { username, token, savedAt: new Date().toISOString() };
    await this.#write({ version: 1, current: server, sessions: { ...sessions, [server]: stored } });
  }

  /** Forgets the sessions of these servers. @returns the URLs that there was a session for */
  async forget(servers: readonly string[]): Promise<readonly string[]> {
    const { current, sessions } = await this.#read();
    const forgotten = Object.keys(sessions).filter((url) => servers.includes(url));
    if (forgotten.length === 0) return [];
    const kept = Object.fromEntries(Object.entries(sessions).filter(([url]) => !forgotten.includes(url)));
    const next = current !== null && current in kept ? current : (Object.keys(kept)[0] ?? null);
    await this.#write({ version: 1, current: next, sessions: kept });
    return forgotten;
  }

  async #read(): Promise<SessionsFile> {
    const text = await readFile(this.file, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
      throw this.#unusable(error.message);
    });
    if (text === undefined) return { version: 1, current: null, sessions: {} };
    const parsed = fileSchema.safeParse(parseJson(text));
    // The schema's own message could repeat a token.
    if (!parsed.success) throw this.#unusable("it is damaged, or of another version");
    await this.#closeToOthers();
    return parsed.data;
  }

  async #write(content: SessionsFile): Promise<void> {
    try {
      await makeFolders(this.#folder, 0o700);
      await chmod(this.#folder, 0o700);
      await writeFileAtomic(this.file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
    } catch (error) {
      throw new CliError({
        code: "KUMA_SESSIONS_UNUSABLE",
        message: `The session cannot be stored in ${this.file}: ${error instanceof Error ? error.message : "unknown reason"}`,
        hint: "make room there, or choose another folder with XDG_CONFIG_HOME",
        exit: 1,
      });
    }
  }

  /** A copy, a restored backup or a loose umask may have opened the file: it is closed again, and that is said. */
  async #closeToOthers(): Promise<void> {
    const { mode } = await stat(this.file);
    if ((mode & 0o077) === 0) return;
    try {
      await chmod(this.file, 0o600);
      this.#warn(`Others could read the sessions in ${this.file}; only you can now. To end them, change the password.`);
    } catch {
      this.#warn(`Others can read the sessions in ${this.file}; make it yours alone with "chmod 600".`);
    }
  }

  #unusable(reason: string): CliError {
    return new CliError({
      code: "KUMA_SESSIONS_UNUSABLE",
      message: `The stored sessions in ${this.file} cannot be used: ${reason}`,
      hint: "correct or delete that file, then kuma login",
      exit: 1,
    });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
