import type { AgentErrorCode } from "../error-catalogue.ts";

/** The service manager could not be asked for the state of a unit. */
export class UnitStateError extends Error {
  /** The class's name. */
  override readonly name = "UnitStateError";
  /** Stable; for programs. */
  readonly code = "AGENT_UNIT_STATE_UNKNOWN" satisfies AgentErrorCode;
  /** What went wrong, for people. */
  readonly reason: string;
  /** Whether the service manager itself refused, rather than not answering. */
  readonly isAnswer: boolean;

  /**
   * @param reason - what went wrong, for people
   * @param options - `cause` is the error below; `isAnswer` says that the manager itself refused
   */
  constructor(reason: string, options?: ErrorOptions & { readonly isAnswer?: boolean }) {
    super(`cannot read the state of units: ${reason}`, options);
    this.reason = reason;
    this.isAnswer = options?.isAnswer === true;
  }
}
