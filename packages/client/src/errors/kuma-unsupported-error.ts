import { KumaError } from "./kuma-error.ts";
import type { KumaErrorOptions } from "./kuma-error.ts";

/** The server is too old for what was asked. */
export class KumaUnsupportedError extends KumaError {
  /** The first version that can do it. */
  readonly needs: string;
  /** The version of the server. */
  readonly serverVersion: string;

  /** Names the feature, the version that it needs and the version that is there. */
  constructor(feature: string, options: KumaErrorOptions & { readonly needs: string; readonly serverVersion: string }) {
    super(
      "KUMA_UNSUPPORTED",
      `${feature} needs Uptime Kuma ${options.needs}; the server is ${options.serverVersion}.`,
      options,
    );
    this.needs = options.needs;
    this.serverVersion = options.serverVersion;
  }
}
