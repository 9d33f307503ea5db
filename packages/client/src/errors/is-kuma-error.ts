import { kumaErrorBrand } from "./kuma-error.ts";
import type { KumaError } from "./kuma-error.ts";

/**
 * Says whether a caught value is an error of this package, also when the package is installed twice.
 *
 * @param value - Whatever was caught.
 */
export function isKumaError(value: unknown): value is KumaError {
  return value instanceof Error && kumaErrorBrand in value;
}
