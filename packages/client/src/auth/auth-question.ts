/** Something that is asked of `/api/auth/`, by HTTP. */
export interface AuthQuestion {
  /** The path below `/api/auth/`. */
  readonly path: string;
  /** Sent as JSON, by POST. */
  readonly send?: Readonly<Record<string, unknown>> | undefined;
  /** Cookies to come with, `NAME=VALUE; NAME=VALUE`. */
  readonly cookie?: string | undefined;
  /** Names the thing in errors: the subject of a sentence. */
  readonly what: string;
  /** What an error must not show. */
  readonly secrets: readonly string[];
}

/** The answer to it. */
export interface AuthAnswer {
  /** The JSON of the answer. */
  readonly body: unknown;
  /** The cookies that it sets, each as `NAME=VALUE`. */
  readonly cookies: readonly string[];
}
