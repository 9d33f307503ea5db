import { readVariable } from "../environment.ts";
import { findProfile, type Profile, type ProfileStore } from "./profile-store.ts";
import type { SessionStore } from "./session-store.ts";

/** One place where the server's address may come from. */
export interface ServerStep {
  /** What people call the place. */
  readonly source: "--server" | "--profile" | "KUMA_SERVER" | "KUMA_PROFILE" | "profile in use" | "last login";
  /** The address, or undefined when this place says nothing. */
  readonly url: string | undefined;
  /** The profile that the address belongs to. */
  readonly profile?: string | undefined;
  /** Stops the search here: a profile was named that there is not. @throws CliError (exit 3) */
  readonly complain?: () => void;
}

/** The flags that the person has typed. */
interface TypedServer {
  readonly server: string | undefined;
  readonly profile: string | undefined;
}

/** Looks at every place, the one that goes first at the front. */
export async function serverSteps(
  typed: TypedServer,
  stores: { readonly profiles: ProfileStore; readonly sessions: SessionStore },
): Promise<readonly ServerStep[]> {
  const all = await stores.profiles.list();
  const inUse = await stores.profiles.inUse();
  return [
    { source: "--server", url: typed.server },
    profileStep("--profile", typed.profile, all),
    { source: "KUMA_SERVER", url: readVariable("KUMA_SERVER") },
    profileStep("KUMA_PROFILE", readVariable("KUMA_PROFILE"), all),
    { source: "profile in use", url: inUse?.server, profile: inUse?.name },
    { source: "last login", url: (await stores.sessions.find())?.server },
  ];
}

/** The first step that says something. @throws CliError (exit 3) when that is a profile that there is not */
export function chooseServer(steps: readonly ServerStep[]): ServerStep | undefined {
  const chosen = steps.find(({ url, complain }) => url !== undefined || complain !== undefined);
  chosen?.complain?.();
  return chosen;
}

/** The server that was named for this one command, by a flag or a variable. @throws CliError (exit 3) as above */
export function namedServer(steps: readonly ServerStep[]): string | undefined {
  return chooseServer(steps.filter(({ source }) => source !== "profile in use" && source !== "last login"))?.url;
}

function profileStep(source: ServerStep["source"], name: string | undefined, all: readonly Profile[]): ServerStep {
  if (name === undefined) return { source, url: undefined };
  const found = all.find((profile) => profile.name === name);
  if (found !== undefined) return { source, url: found.server, profile: name };
  return { source, url: undefined, profile: name, complain: () => void findProfile(all, name) };
}
