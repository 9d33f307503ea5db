const harmlessKeys = new Set(["name", "type", "description"]);

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/**
 * The values of a provider's settings or a monitor that must not show up in an error: every text in it that is not plainly harmless.
 * The server repeats them in its messages: a webhook's address is its secret.
 *
 * @param config - The settings.
 */
export function secretsOf(config: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(config)
    .filter(([key]) => !harmlessKeys.has(key))
    .flatMap(([, value]) => textsIn(value))
    .filter((text) => text.length >= 8);
}
