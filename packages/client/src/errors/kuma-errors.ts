import type { Monitor } from "../model/monitor.ts";
import { errorCatalogue, type KumaErrorCode } from "./error-catalogue.ts";
import { redact, withoutSecrets } from "./redact.ts";

/** The parts of an error besides its code and message. */
export interface KumaErrorOptions {
  /** The next step for a person, when a better one is known than the catalogue's. */
  readonly hint?: string | undefined;
  /** What lay below; its text is masked too. */
  readonly cause?: unknown;
  /** Values that must not appear in message, hint or cause. */
  readonly secrets?: readonly string[] | undefined;
}

/** Marks errors of this family across duplicate installs of the package. */
const kumaErrorBrand: unique symbol = Symbol.for("kumakit.KumaError") as never;

/**
 * The base of every error that this package throws. Message, hint and cause carry no secret: they are masked here,
 * when the error is made, not where it is printed.
 */
export abstract class KumaError extends Error {
  /** Says which failure it is; stable, fit for `switch`. */
  readonly code: KumaErrorCode;
  /** The next step for a person. */
  readonly hint: string | undefined;
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly isRetryable: boolean;
  /** Identifies errors of this family, whichever copy of the package made them; see {@link isKumaError}. */
  readonly [kumaErrorBrand] = true as const;

  /** Masks the texts and looks the rest up in the catalogue. */
  protected constructor(code: KumaErrorCode, message: string, options: KumaErrorOptions = {}) {
    const cause = withoutSecrets(options.cause, options.secrets);
    super(redact(message, options.secrets), cause === undefined ? undefined : { cause });
    const hint = options.hint ?? errorCatalogue[code].hint;
    this.code = code;
    this.hint = hint === null ? undefined : redact(hint, options.secrets);
    this.isRetryable = errorCatalogue[code].isRetryable;
    Object.defineProperty(this, kumaErrorBrand, { enumerable: false });
  }
}

/**
 * Says whether a caught value is an error of this package, also when the package is installed twice.
 *
 * @param value - Whatever was caught.
 */
export function isKumaError(value: unknown): value is KumaError {
  return value instanceof Error && kumaErrorBrand in value;
}

/** The caller's `AbortSignal` fired. A request that was already sent may still be carried out by the server. */
export class KumaAbortedError extends KumaError {
  /** Its class, also where a bundler has shortened the names of classes. */
  override readonly name = "KumaAbortedError";

  /** Names what was stopped. */
  constructor(what: string, options?: KumaErrorOptions) {
    super("KUMA_ABORTED", `${what} was stopped.`, options);
  }
}

/** The codes of {@link KumaAuthError}. */
export type KumaAuthErrorCode = Extract<KumaErrorCode, `KUMA_AUTH_${string}`>;

/** The server does not let this client in, or not yet; `code` says why. */
export class KumaAuthError extends KumaError {
  /** Its class, also where a bundler has shortened the names of classes. */
  override readonly name = "KumaAuthError";

  /** Says which failure it is; fit for `switch`. */
  override readonly code: KumaAuthErrorCode;

  /** Says why the log-in failed. */
  constructor(code: KumaAuthErrorCode, message: string, options?: KumaErrorOptions) {
    super(code, message, options);
    this.code = code;
  }
}

/** Others changed the same thing at the same time, again and again, so that a change did not stay. Nothing of it is certain. */
export class KumaConflictError extends KumaError {
  /** Its class, also where a bundler has shortened the names of classes. */
  override readonly name = "KumaConflictError";

  /** Says what did not stay. */
  constructor(message: string, options?: KumaErrorOptions) {
    super("KUMA_CONFLICT", message, options);
  }
}

/** The codes of {@link KumaConnectionError}. */
export type KumaConnectionErrorCode = Extract<KumaErrorCode, `KUMA_CONNECTION_${string}`>;

/**
 * No connection to an Uptime Kuma: wrong host or port, no trust in its certificate, another service behind the URL, or
 * a connection that broke while a call was under way. In the last case the server may have carried the call out.
 */
export class KumaConnectionError extends KumaError {
  /** Its class, also where a bundler has shortened the names of classes. */
  override readonly name = "KumaConnectionError";

  /** Says which failure it is; fit for `switch`. */
  override readonly code: KumaConnectionErrorCode;
  /** Whether something in front of the server, such as a login portal, may let it through with the right headers. */
  readonly isKeptOut: boolean;

  /** Says what went wrong and why. */
  constructor(
    code: KumaConnectionErrorCode,
    message: string,
    options?: KumaErrorOptions & { readonly isKeptOut?: boolean },
  ) {
    super(code, message, options);
    this.code = code;
    this.isKeptOut = options?.isKeptOut === true;
  }
}

/** The kinds of things that can be missing. */
export type KumaResource =
  | "monitor"
  | "notification"
  | "tag"
  | "proxy"
  | "docker host"
  | "remote browser"
  | "API key"
  | "maintenance"
  | "status page"
  | "incident";

/** The server has no thing of that kind with that id. */
export class KumaNotFoundError extends KumaError {
  /** Its class, also where a bundler has shortened the names of classes. */
  override readonly name = "KumaNotFoundError";

  /** The kind of the missing thing. */
  readonly resource: KumaResource;
  /** The id that was asked for; the slug of a status page. */
  readonly id: number | string;

  /** Names the missing thing. */
  constructor(resource: KumaResource, id: number | string, options?: KumaErrorOptions) {
    super(
      "KUMA_NOT_FOUND",
      `The server has no ${resource} with the ${typeof id === "string" ? `slug "${id}"` : `id ${id}`}.`,
      options,
    );
    this.resource = resource;
    this.id = id;
  }
}

/** The outcome for one input of a bulk call. */
export type BulkOutcome =
  /** It was made, or was there already. */
  | { readonly status: "created" | "existing"; readonly monitor: Monitor }
  /** It failed; whether the server has made it all the same, the error says. */
  | { readonly status: "failed"; readonly error: unknown }
  /** It was not begun. */
  | { readonly status: "notStarted" };

/** A bulk call ended before everything was done. Its cause is the first failure, or why it was stopped. */
export class KumaPartialError extends KumaError {
  /** Its class, also where a bundler has shortened the names of classes. */
  override readonly name = "KumaPartialError";

  /** What became of each input, in their order. */
  declare readonly outcomes: readonly BulkOutcome[];

  /** Says how far it came. */
  constructor(message: string, outcomes: readonly BulkOutcome[], options?: KumaErrorOptions) {
    super("KUMA_PARTIAL", message, options);
    // Not enumerable: a log of the error would show hundreds of monitors.
    Object.defineProperty(this, "outcomes", { value: outcomes, enumerable: false });
  }
}

/** The server answered in a shape that this client does not know. */
export class KumaProtocolError extends KumaError {
  /** Its class, also where a bundler has shortened the names of classes. */
  override readonly name = "KumaProtocolError";

  /** Says what was expected. */
  constructor(message: string, options?: KumaErrorOptions) {
    super("KUMA_PROTOCOL", message, options);
  }
}

/** The parts of a refusal. */
export interface KumaRejectedErrorOptions extends KumaErrorOptions {
  /** The server's own words, when it was the server that said no. */
  readonly reason?: string | undefined;
}

/** The server understood the request and said no. Its own words are in the message, masked. */
export class KumaRejectedError extends KumaError {
  /** Its class, also where a bundler has shortened the names of classes. */
  override readonly name = "KumaRejectedError";

  /** The server's own words, masked; `undefined` when this package refused by itself. */
  readonly reason: string | undefined;

  /** Says what was refused and the server's reason. */
  constructor(message: string, options: KumaRejectedErrorOptions = {}) {
    super("KUMA_REJECTED", message, options);
    this.reason = options.reason === undefined ? undefined : redact(options.reason, options.secrets);
  }
}

/** The server was never set up: it has no user yet, or it still shows the page on which its database is chosen. */
export class KumaSetupRequiredError extends KumaError {
  /** Its class, also where a bundler has shortened the names of classes. */
  override readonly name = "KumaSetupRequiredError";

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

/** The server was silent for too long. It may have carried the request out all the same. */
export class KumaTimeoutError extends KumaError {
  /** Its class, also where a bundler has shortened the names of classes. */
  override readonly name = "KumaTimeoutError";

  /** How long was waited, in milliseconds. */
  readonly timeout: number;

  /** Says what was waited for and for how long (ms). */
  constructor(
    code: "KUMA_TIMEOUT_CONNECT" | "KUMA_TIMEOUT_CALL",
    message: string,
    options: KumaErrorOptions & { readonly timeout: number },
  ) {
    super(code, message, options);
    this.timeout = options.timeout;
  }
}

/** The server is too old for what was asked. */
export class KumaUnsupportedError extends KumaError {
  /** Its class, also where a bundler has shortened the names of classes. */
  override readonly name = "KumaUnsupportedError";

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

/** The input cannot be right, so that it was not sent. Nothing has changed on the server. */
export class KumaValidationError extends KumaError {
  /** Its class, also where a bundler has shortened the names of classes. */
  override readonly name = "KumaValidationError";

  /** The path of the wrong field, such as `interval` or `notificationIds.0`. */
  readonly field: string;
  /** Says what is wrong with it, without its name. */
  readonly problem: string;

  /** Names the field and says what is wrong with it. */
  constructor(field: string, problem: string, options?: KumaErrorOptions) {
    super("KUMA_VALIDATION", `${field}: ${problem}`, options);
    this.field = field;
    this.problem = redact(problem, options?.secrets);
  }
}
