import { join } from "node:path";
import { didYouMean } from "@kumakit/text";

import { CliError, usageError } from "../cli-error.ts";
import { EXIT } from "../exit-codes.ts";
import { PrivateJsonFile } from "./private-json-file.ts";
import type { ProfilesFile } from "./stored-files.ts";

/** A name for a server. */
export interface Profile {
  readonly name: string;
  /** Normalised. */
  readonly server: string;
}

/** The servers that the person has given names, in `profiles.json` next to the sessions. */
export class ProfileStore {
  readonly #content: PrivateJsonFile<ProfilesFile>;

  /** @param folder - oclif's `config.configDir` */
  constructor(folder: string) {
    this.#content = new PrivateJsonFile({
      file: join(folder, "profiles.json"),
      schema: async () => (await import("./stored-files.ts")).profilesFileSchema,
      empty: { version: 1, inUse: null, profiles: {} },
      what: "profiles",
      code: "KUMA_PROFILES_UNUSABLE",
      remedy: "kuma profile add NAME --server URL",
    });
  }

  /** All profiles, by name. */
  async list(): Promise<readonly Profile[]> {
    const { profiles } = await this.#content.read();
    const all = Object.entries(profiles).map(([name, { server }]) => ({ name, server }));
    return all.toSorted((a, b) => a.name.localeCompare(b.name));
  }

  /** The profile in use, if there is one. */
  async inUse(): Promise<Profile | undefined> {
    const { inUse } = await this.#content.read();
    return (await this.list()).find(({ name }) => name === inUse);
  }

  /** Adds a profile, or gives it another server. */
  async save({ name, server }: Profile): Promise<void> {
    const content = await this.#content.read();
    await this.#content.write({ ...content, profiles: { ...content.profiles, [name]: { server } } });
  }

  /** Has commands use a profile from now on; undefined: none. */
  async use(name: string | undefined): Promise<void> {
    await this.#content.write({ ...(await this.#content.read()), inUse: name ?? null });
  }

  /** Stops using the profile in use, unless it is for this server. @returns the one that was left */
  async leaveUnlessFor(server: string): Promise<Profile | undefined> {
    const inUse = await this.inUse();
    if (inUse === undefined || inUse.server === server) return undefined;
    await this.use(undefined);
    return inUse;
  }

  /** Forgets a profile. */
  async remove(name: string): Promise<void> {
    const { inUse, profiles } = await this.#content.read();
    const kept = Object.entries(profiles).filter(([other]) => other !== name);
    await this.#content.write({
      version: 1,
      inUse: inUse === name ? null : inUse,
      profiles: Object.fromEntries(kept),
    });
  }
}

/** The profile of that name. @throws CliError (exit 3) when there is none, with the name that was probably meant */
export function findProfile(all: readonly Profile[], wanted: string): Profile {
  const found = all.find(({ name }) => name === wanted);
  if (found !== undefined) return found;
  const names = all.map(({ name }) => name);
  throw new CliError({
    code: "KUMA_PROFILE_NOT_FOUND",
    message: `There is no profile ${JSON.stringify(wanted)}.${didYouMean(wanted, names)}`,
    hint: all.length === 0 ? "kuma profile add NAME --server URL" : "kuma profile list",
    exit: EXIT.notFound,
  });
}

/** A name that needs no quotes anywhere. @throws CliError (exit 2) */
export function requireProfileName(name: string): string {
  if (/^[a-z\d][\w.-]{0,62}$/i.test(name)) return name;
  throw usageError(
    "A profile's name is made of letters, digits, dots, dashes and underscores, and begins with a letter or digit",
    "kuma profile add home --server URL",
  );
}
