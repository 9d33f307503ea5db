import { createHash } from "node:crypto";

import type { InstallScope } from "../install-paths.ts";

const longestName = 150;

/** A unit to watch, and whose manager runs it. */
export interface WatchedUnit {
  /** With its suffix. */
  readonly unit: string;
  /** Whether it is the host's or a person's own. */
  readonly scope: InstallScope;
}

/** The name of a unit's check in the agent's config: the unit, made shorter where that is longer than a name may be. */
export function checkNameOf({ unit, scope }: WatchedUnit): string {
  const name = scope === "user" ? `user/${unit}` : unit;
  if (name.length <= longestName) return name;
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 12);
  return `${name.slice(0, longestName - digest.length - 1)}~${digest}`;
}

/** Where the token of a unit's check lies, relative to the folder of the config. No unit's name has a `~` in it. */
export function tokenFileOf(watched: WatchedUnit): string {
  if (watched.scope === "system") return `tokens/${watched.unit}`;
  return `tokens/~${checkNameOf(watched).slice("user/".length)}`;
}
