/** A figure of the host could not be had; the message says for people why. */
export class FigureError extends Error {
  override readonly name = "FigureError";
}
