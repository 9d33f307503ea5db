/** One call of a recorded conversation. Ids need no masks: every conversation begins on an empty server. */
export interface CallStep {
  /** Which of the two clients calls; both belong to the admin. */
  readonly by?: "first" | "second";
  readonly call: string;
  readonly with?: readonly unknown[];
  /** How long to wait for what else arrives, in ms. */
  readonly settle?: number;
  /** No acknowledgement is given, not even after this many ms. */
  readonly unanswered?: number;
  /** Called again until the answer changes, at most so often; both answers are kept. */
  readonly times?: number;
}

/** One request of a recorded conversation. */
export interface RequestStep {
  readonly request: string;
  readonly method?: "GET" | "POST" | "HEAD";
  /** Name and password of basic authentication. */
  readonly basic?: readonly [string, string];
  readonly settle?: number;
}

/** A client connects, or hangs up. */
export interface ConnectionStep {
  readonly connect?: "first" | "second";
  readonly disconnect?: "first" | "second";
}

export type Step = CallStep | RequestStep | ConnectionStep;
