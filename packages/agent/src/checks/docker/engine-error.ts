/**
 * - `gone`: the engine is not there, or does not answer;
 * - `refused`: it may not be asked, or is no such engine, which says nothing of the containers.
 */
export type EngineErrorKind = "gone" | "refused";

/** The engine could not be asked. */
export class EngineError extends Error {
  /** The class's name. */
  override readonly name = "EngineError";
  /** What it means. */
  readonly kind: EngineErrorKind;

  /**
   * @param kind - what it means
   * @param message - for people
   * @param options - `cause` is the error below
   */
  constructor(kind: EngineErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
