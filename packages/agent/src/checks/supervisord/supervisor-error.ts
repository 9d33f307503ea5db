/**
 * Why supervisord did not answer.
 *
 * - `gone`: nobody listens on its socket any more: it died, a clean stop takes the socket away;
 * - `stopped`: it is not there; a restart looks the same for a moment;
 * - `shuttingDown`: it says so itself;
 * - `mute`: it takes the question and gives no answer;
 * - `refused`: it, or something in its place, does not let us ask: that says nothing of the programs.
 */
export type SupervisorErrorKind = "gone" | "stopped" | "shuttingDown" | "mute" | "refused";

/** Supervisord could not be asked. */
export class SupervisorError extends Error {
  /** The class's name. */
  override readonly name = "SupervisorError";
  readonly kind: SupervisorErrorKind;

  /**
   * @param kind - what it means
   * @param message - one line for people
   * @param options - `cause` is the error below
   */
  constructor(kind: SupervisorErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
