/** The variables whose values no program that is started may find in its environment. */
const secretVariables = ["KUMA_PASSWORD", "KUMA_TOTP_SECRET"] as const;

const kept = new Map<string, string>();

/** Takes the secrets out of the environment, so that no child of this process inherits them. Call it first. */
export function keepSecretsFromChildren(): void {
  for (const name of secretVariables) {
    const value = process.env[name];
    if (value !== undefined) kept.set(name, value);
    delete process.env[name];
  }
}

/** The secrets that were taken out of the environment, by the names of their variables. */
export function keptSecrets(): Readonly<Record<string, string>> {
  return Object.fromEntries(kept);
}

/** Keeps a secret as if it had come in the environment. */
export function keepSecret(name: string, value: string): void {
  kept.set(name, value);
}

/** A variable as it was given, also when children no longer see it. */
export function givenVariable(name: string): string | undefined {
  return kept.get(name) ?? process.env[name];
}
