import { KumaError } from "./kuma-error.ts";
import type { KumaErrorOptions } from "./kuma-error.ts";

/** The server was never set up: it has no user yet, or it still shows the page on which its database is chosen. */
export class KumaSetupRequiredError extends KumaError {
  /** What is missing. */
  readonly missing: "first-user" | "database";

  /** Says what is missing on the server at `url`. */
  constructor(missing: "first-user" | "database", url: string, options?: KumaErrorOptions) {
    const lack = missing === "first-user" ? "has no user yet" : "still waits for its database to be chosen";
    super(
      missing === "first-user" ? "KUMA_SETUP_FIRST_USER" : "KUMA_SETUP_DATABASE",
      `The Uptime Kuma at ${url} ${lack}.`,
      options,
    );
    this.missing = missing;
  }
}
