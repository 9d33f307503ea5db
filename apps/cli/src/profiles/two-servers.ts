import { CliError, usageError } from "../cli-error.ts";
import { readTypedServer } from "../server-url.ts";
import { chooseCredentials, type Credentials } from "./choose-credentials.ts";
import { chooseServer, namedServer, type ServerStep } from "./choose-server.ts";
import type { ProfileStore } from "./profile-store.ts";
import type { SessionStore } from "./session-store.ts";

/** The log-ins of a move from one server to another. */
export class TwoServers {
  readonly #sessions: SessionStore;
  readonly #steps: readonly ServerStep[];
  /** The server that is moved to. */
  readonly to: string;

  private constructor(sessions: SessionStore, steps: readonly ServerStep[], to: string) {
    this.#sessions = sessions;
    this.#steps = steps;
    this.to = to;
  }

  /**
   * Reads which servers are meant.
   *
   * @param typed - the one that is moved to: an address, or the name of a profile
   * @throws CliError (exit 2) when it is neither, (exit 3) when the server in use is a profile that there is not
   */
  static async of(
    typed: string,
    stores: {
      readonly sessions: SessionStore;
      readonly profiles: ProfileStore;
      readonly steps: readonly ServerStep[];
    },
  ): Promise<TwoServers> {
    const { sessions, profiles, steps } = stores;
    const profile = (await profiles.list()).find(({ name }) => name === typed);
    const to = profile?.server ?? readTypedServer(typed);
    if (to === namedServer(steps))
      throw usageError(`${to} is the server that the agent is to leave`, "another --to URL");
    return new TwoServers(sessions, steps, to);
  }

  /** How to log in to the server that is moved to. @throws CliError (exit 4) without a session */
  async credentialsThere(): Promise<Credentials> {
    return await this.#credentialsFor(this.to);
  }

  /**
   * How to log in to the server that is left: the one that was named for this command, else the one that the agent knows.
   *
   * @param url - the address that the agent knows it under
   * @returns undefined when that is the server that is moved to, and no other one is in use
   * @throws CliError (exit 4) without a session
   */
  async credentialsBefore(url: string): Promise<Credentials | undefined> {
    const named = namedServer(this.#steps);
    if (named !== undefined) return await this.#credentialsFor(named);
    if (url !== this.to) return await this.#credentialsFor(url);
    const inUse = chooseServer(this.#steps)?.url;
    const isOther = inUse !== undefined && inUse !== this.to && (await this.#sessions.find(inUse)) !== undefined;
    return isOther ? await this.#credentialsFor(inUse) : undefined;
  }

  /** The password of the environment is that of the server in use, and goes to no other one. */
  async #credentialsFor(url: string): Promise<Credentials> {
    if (url === chooseServer(this.#steps)?.url) return await chooseCredentials(this.#sessions, url);
    const session = await this.#sessions.find(url);
    if (session !== undefined) return { kind: "session", ...session };
    throw new CliError({
      code: "KUMA_AUTH_REQUIRED",
      message: `You are not logged in to ${url}`,
      hint: `kuma login ${url}`,
      exit: 4,
    });
  }
}
