import { KumaProtocolError } from "../errors/kuma-errors.ts";

/** One value in Prometheus' text format. */
export interface MetricSample {
  /** The metric's name. */
  readonly name: string;
  /** Its labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** Its value; may be `NaN` or infinite. */
  readonly value: number;
}

const nameAtStart = /^[A-Za-z_:][\w:]*/;
const labelAtStart = /^\s*([A-Za-z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(,?)/;
const valueAndTime = /^\s*([^\s]+)(?:\s+-?\d+)?\s*$/;
const escapes: Readonly<Record<string, string>> = { n: "\n", "\\": "\\", '"': '"' };

function unescape(text: string): string {
  return text.replaceAll(/\\(.)/gs, (whole, sign: string) => escapes[sign] ?? whole);
}

function numberOf(text: string): number | undefined {
  if (/^[+-]?Inf(?:inity)?$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  if (/^NaN$/i.test(text)) return Number.NaN;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

/** Takes the labels off the start of a text that follows a `{`; `undefined` when they are not well-formed. */
function takeLabels(text: string): { labels: Record<string, string>; rest: string } | undefined {
  const entries: [string, string][] = [];
  let rest = text;
  for (;;) {
    const end = /^\s*\}/.exec(rest);
    // From entries, so that a label called __proto__ is a label.
    if (end !== null) return { labels: Object.fromEntries(entries), rest: rest.slice(end[0].length) };
    const label = labelAtStart.exec(rest);
    if (label === null) return undefined;
    const [whole, name = "", value = "", comma] = label;
    entries.push([name, unescape(value)]);
    rest = rest.slice(whole.length);
    if (comma === "" && !/^\s*\}/.test(rest)) return undefined;
  }
}

function parseSample(line: string): MetricSample | undefined {
  const name = nameAtStart.exec(line)?.[0];
  if (name === undefined) return undefined;
  const afterName = line.slice(name.length).trimStart();
  const taken = afterName.startsWith("{") ? takeLabels(afterName.slice(1)) : { labels: {}, rest: afterName };
  if (taken === undefined) return undefined;
  const value = numberOf(valueAndTime.exec(taken.rest)?.[1] ?? "");
  return value === undefined ? undefined : { name, labels: taken.labels, value };
}

/**
 * Reads Prometheus' text format (version 0.0.4), such as `GET /metrics` answers. Comments and types are left out.
 *
 * @param text - The whole text.
 * @throws {@link KumaProtocolError} when a line is not well-formed; it names the line's number.
 */
export function parseMetrics(text: string): readonly MetricSample[] {
  return text.split("\n").flatMap((raw, index) => {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) return [];
    const sample = parseSample(line);
    if (sample === undefined) throw new KumaProtocolError(`Line ${index + 1} of the metrics cannot be understood.`);
    return [sample];
  });
}
