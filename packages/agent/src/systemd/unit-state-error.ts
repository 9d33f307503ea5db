/** The service manager could not be asked for the state of a unit. */
export class UnitStateError extends Error {
  /** The class's name. */
  override readonly name = "UnitStateError";
  /** Stable; for programs. */
  readonly code = "AGENT_UNIT_STATE_UNKNOWN";

  /**
   * @param reason - what went wrong, for people
   * @param options - `cause` is the error below
   */
  constructor(reason: string, options?: ErrorOptions) {
    super(`cannot read the state of units: ${reason}`, options);
  }
}
