/** One figure of a plugin. */
export interface PerformanceFigure {
  readonly label: string;
  /** Undefined for `U`: the plugin could not tell. */
  readonly value: number | undefined;
  /** `s`, `ms`, `us`, `%`, `B`, `KB`, `MB`, `TB`, `c` or nothing. */
  readonly unit: string;
}

/** A plugin's output. */
export interface NagiosOutput {
  /** The first line with something in it, without figures. */
  readonly text: string;
  /** The lines after it, without figures. */
  readonly more: readonly string[];
  readonly figures: readonly PerformanceFigure[];
}

/** More figures than this are not read. */
const mostFigures = 1_000;

// A label is quoted when it has spaces; a quote in it is doubled.
const figure = /\s*(?:'(?<quoted>(?:[^']|'')+)'|(?<bare>[^\s'=][^\s=]*))=(?<value>[^\s;]*)(?:;\S*)?/y;
const number = /^(?<number>-?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d{1,3})?)(?<unit>[^\d.,;]{0,10})$/;

function figureOf(label: string, text: string): PerformanceFigure | undefined {
  if (text === "U") return { label, value: undefined, unit: "" };
  const groups = number.exec(text)?.groups;
  // Some plugins write numbers as their locale does.
  const value = Number((groups?.["number"] ?? "x").replace(",", "."));
  return Number.isFinite(value) ? { label, value, unit: groups?.["unit"] ?? "" } : undefined;
}

/**
 * Reads figures such as `time=0.012s;1;2;0 'free space'=5MB`. Anything else is skipped. Format:
 * https://nagios-plugins.org/doc/guidelines.html#AEN200
 */
function parseFigures(text: string): readonly PerformanceFigure[] {
  const figures: PerformanceFigure[] = [];
  let at = 0;
  while (at < text.length && figures.length < mostFigures) {
    figure.lastIndex = at;
    const groups = figure.exec(text)?.groups;
    if (groups === undefined) {
      const space = text.slice(at + 1).search(/\s/);
      if (space === -1) break;
      at += 1 + space;
      continue;
    }
    at = figure.lastIndex;
    const label = groups["quoted"]?.replaceAll("''", "'") ?? groups["bare"] ?? "";
    const found = figureOf(label, groups["value"] ?? "");
    if (found !== undefined) figures.push(found);
  }
  return figures;
}

/**
 * Reads the output of a Nagios plugin: `text | figures` in the first line, then more text, and once a `|` occurs in it
 * more figures to the end. Any other text is read as well: it has no figures then.
 *
 * @param output - what the program wrote on stdout
 */
export function parseNagiosOutput(output: string): NagiosOutput {
  const lines = output.split(/\r?\n/);
  const first = lines.findIndex((line) => line.trim() !== "");
  if (first === -1) return { text: "", more: [], figures: [] };
  const [text, firstFigures] = cut(lines[first] ?? "");
  const [more, moreFigures] = cut(lines.slice(first + 1).join("\n"));
  return {
    text: text.trim(),
    more: more
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== ""),
    figures: [...parseFigures(firstFigures), ...parseFigures(moreFigures)].slice(0, mostFigures),
  };
}

function cut(text: string): [before: string, after: string] {
  const bar = text.indexOf("|");
  return bar === -1 ? [text, ""] : [text.slice(0, bar), text.slice(bar + 1)];
}

const milliseconds: Readonly<Record<string, number>> = { s: 1000, ms: 1, us: 0.001, µs: 0.001, "": 1 };

/**
 * A figure as ms, for the heartbeat's ping; one without a unit is taken as it is. Undefined when there is none with
 * this label, or when it is not a time.
 */
export function figureMs(figures: readonly PerformanceFigure[], label: string): number | undefined {
  const found = figures.find((candidate) => candidate.label === label);
  const unit = found?.unit ?? "-";
  const factor = Object.hasOwn(milliseconds, unit) ? milliseconds[unit] : undefined;
  return found?.value === undefined || factor === undefined || found.value < 0 ? undefined : found.value * factor;
}
