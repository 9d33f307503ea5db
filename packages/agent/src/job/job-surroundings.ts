import { openFilesVariable } from "./open-files.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables for kumakit alone. */
const own: ReadonlySet<string> = new Set(["KUMA_PASSWORD", "KUMA_TOTP_SECRET", openFilesVariable]);

/** The environment of a job: without the secrets that kumakit was given for itself. */
export function jobEnvironment(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !own.has(name)));
}
