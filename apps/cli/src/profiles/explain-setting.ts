import { readVariable } from "../environment.ts";
import type { ServerStep } from "./choose-server.ts";

/** One place that a setting may come from; the first one that has a value is used. */
export interface SettingPlace {
  readonly source: string;
  /** Null where nothing is set. */
  readonly value: string | null;
  readonly isUsed: boolean;
}

/** The places that the server's address may come from. */
export function explainServer(steps: readonly ServerStep[]): readonly SettingPlace[] {
  return firstIsUsed(
    steps.map(({ source, url, profile }) => ({
      source: profile === undefined ? source : `${source} (${profile})`,
      value: url ?? null,
    })),
  );
}

/** The places that the time to wait for each answer may come from. @param typed - `--timeout` in ms */
export function explainTimeout(typed: number | undefined): readonly SettingPlace[] {
  const shown = (milliseconds: number | undefined): string | null =>
    milliseconds === undefined ? null : `${milliseconds / 1000}s`;
  return firstIsUsed([
    { source: "--timeout", value: shown(typed) },
    { source: "KUMA_TIMEOUT", value: shown(readVariable("KUMA_TIMEOUT")) },
    { source: "default", value: "30s (connecting 15s, logging in 60s)" },
  ]);
}

function firstIsUsed(places: readonly Omit<SettingPlace, "isUsed">[]): readonly SettingPlace[] {
  const used = places.findIndex(({ value }) => value !== null);
  return places.map((place, index) => ({ ...place, isUsed: index === used }));
}
