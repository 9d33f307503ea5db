/** Settings whose values are secret whatever they look like, as `kuma-agent config` masks them. */
export const secretSettings: ReadonlySet<string> = new Set(["headers", "environment"]);

/** A config whose secrets are masked. */
export function withoutSecrets(value: unknown, setting = ""): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item));
  const isSecret = secretSettings.has(setting);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, isSecret ? "***" : withoutSecrets(inner, key)]),
  );
}

/** Whether a config holds secrets itself, beside the files that it names: then its text is not shown to anybody. */
export function holdsSecrets(value: unknown, setting = ""): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some((item) => holdsSecrets(item));
  const entries = Object.entries(value);
  return secretSettings.has(setting) ? entries.length > 0 : entries.some(([key, inner]) => holdsSecrets(inner, key));
}
