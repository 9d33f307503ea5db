/** A look was not possible, so the check has no data; the message says why, for people. */
export class LookError extends Error {
  /** The class's name. */
  override readonly name = "LookError";
}
