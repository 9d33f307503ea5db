import { styleText } from "node:util";

/** The styles that output is made of; what they look like is decided here alone. */
const STYLES = {
  error: ["red", "bold"],
  warning: ["yellow"],
  success: ["green"],
  heading: ["bold"],
  faint: ["dim"],
} as const;

/** A stream that text is styled for. */
export type OutputStream = NodeJS.WriteStream & { fd?: number };

/** A style by its meaning. */
export type Style = keyof typeof STYLES;

/**
 * Whether text for this stream may carry colours: NO_COLOR and TERM=dumb say no, FORCE_COLOR says yes, else a terminal
 * decides, for stdout and stderr separately. `--no-color` sets NO_COLOR.
 */
function usesColor(stream: OutputStream): boolean {
  const { NO_COLOR: no, FORCE_COLOR: force, TERM: terminal } = process.env;
  if (no !== undefined && no !== "") return false;
  if (force !== undefined) return force !== "0" && force !== "false";
  return stream.isTTY && terminal !== "dumb";
}

/** The escapes that {@link styled} writes to a stream; none where colours are off. */
export function ownStyles(stream: OutputStream): ReadonlySet<string> {
  if (!usesColor(stream)) return new Set();
  const escapes = Object.values(STYLES).map((style) => styleText([...style], "", { validateStream: false }));
  return new Set(escapes.flatMap((text) => text.match(/\u001b\[[0-9;]*m/g) ?? []));
}

/** Styles a text for one stream, or leaves it as it is where colours are off. */
export function styled(style: Style, text: string, stream: OutputStream): string {
  if (!usesColor(stream)) return text;
  return styleText([...STYLES[style]], text, { validateStream: false });
}
