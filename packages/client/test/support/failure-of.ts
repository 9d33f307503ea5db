import { isKumaError } from "../../src/index.ts";
import type { KumaError } from "../../src/index.ts";

/** The error of this package that a promise must fail with. */
export async function failureOf(promise: Promise<unknown>): Promise<KumaError> {
  const outcome: unknown = await promise.then(
    () => new Error("it succeeded"),
    (error: unknown) => error,
  );
  if (!isKumaError(outcome)) throw outcome;
  return outcome;
}
