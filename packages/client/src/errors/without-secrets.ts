import { redact } from "./redact.ts";

function codeOf(error: Error): string | undefined {
  const code: unknown = Reflect.get(error, "code");
  return typeof code === "string" ? code : undefined;
}

/**
 * Makes the cause of an error fit to be printed: a plain error with masked text. Errors of the network layer drag whole
 * requests along, with headers and cookies, so nothing but name, message, code and the first cause is taken over.
 *
 * @param cause - Whatever was caught.
 * @param secrets - Values that must not appear.
 */
export function withoutSecrets(cause: unknown, secrets: readonly string[] = []): Error | undefined {
  if (cause === undefined || cause === null) return undefined;
  if (!(cause instanceof Error))
    return new Error(redact(typeof cause === "string" ? cause : "unknown reason", secrets));
  const code = codeOf(cause);
  const clean = new Error(redact(cause.message, secrets), { cause: withoutSecrets(cause.cause, secrets) });
  clean.name = cause.name;
  if (clean.cause === undefined) delete clean.cause;
  delete clean.stack;
  return code === undefined ? clean : Object.assign(clean, { code });
}
