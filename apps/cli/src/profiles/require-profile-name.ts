import { usageError } from "../cli-error.ts";

/** A name that needs no quotes anywhere. @throws CliError (exit 2) */
export function requireProfileName(name: string): string {
  if (/^[a-z\d][\w.-]{0,62}$/i.test(name)) return name;
  throw usageError(
    "A profile's name is made of letters, digits, dots, dashes and underscores, and begins with a letter or digit",
    "kuma profile add home --server URL",
  );
}
