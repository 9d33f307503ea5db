/**
 * Says whether a text is an Uptime Kuma API key (`uk<number>_<40 characters>`), which opens nothing but `/metrics`.
 *
 * @param text - What was given as a password or as a session token.
 */
export function looksLikeApiKey(text: string): boolean {
  return /^uk\d+_[\w-]{20,}$/.test(text.trim());
}
