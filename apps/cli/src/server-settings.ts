import type { ServerSettings } from "@kumakit/client";

/** Settings that nobody may see; the client hides them from JSON. */
const secrets = ["steamAPIKey", "globalpingApiToken"] as const;

/** The settings of a server by their names; a secret that is set is masked. */
export function settingsData(settings: ServerSettings): Record<string, Json> {
  const shown = Object.entries(settings).filter(([name]) => !isSecretSetting(name));
  const masked = secrets.flatMap((name) =>
    settings[name] == null || settings[name] === "" ? [] : [[name, "***"] as const],
  );
  return Object.fromEntries([...shown, ...masked].toSorted(([one], [other]) => (one < other ? -1 : 1))) as Record<
    string,
    Json
  >;
}

/** Whether a setting of the server is a secret. */
export function isSecretSetting(name: string): boolean {
  return secrets.some((secret) => secret === name);
}

/** A value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
