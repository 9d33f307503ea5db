/**
 * Whose monitor it is, as its description says: `[kumakit v1 host=6f1e… check=nginx.service]`. `host` and `check` name the
 * check of an agent, `host` and `part` another thing that its install has made (`agent`: the agent's own monitor, `group`: the
 * host's group), `scope` and `id` a thing of a file; `proof` says when a monitor was
 * made that is thrown away after a proof; `drill` how often the alerts are drilled, in a separate marker with what was
 * acknowledged; `h` is a hash of what was last written. Keys of later versions are
 * kept as they are.
 */
export interface Marker {
  /** The version of the form. */
  readonly version: number;
  /** The values by their keys, in the order in which they are written. */
  readonly fields: Readonly<Partial<Record<MarkerKey, string>> & Record<string, string>>;
}

/** The keys that this version gives a meaning. */
export type MarkerKey = "host" | "check" | "part" | "scope" | "id" | "proof" | "h";

const latestVersion = 1;

/** Anywhere in a text: the form for descriptions of Uptime Kuma is one line, which drops line breaks. */
const pattern = /\[kumakit v(\d+)([^[\]]*)\]/g;

/** A marker of the newest form. */
export function marker(fields: Marker["fields"]): Marker {
  return { version: latestVersion, fields };
}

/** The markers in a description, wherever they stand. A description that was copied may carry several. */
export function parseMarkers(description: string | null | undefined): readonly Marker[] {
  if (typeof description !== "string" || !description.includes("[kumakit v")) return [];
  const known = parsed.get(description);
  if (known !== undefined) return known;
  if (parsed.size >= mostParsed) parsed.clear();
  const found = [...description.matchAll(pattern)].map(([, version, pairs = ""]) => ({
    version: Number(version),
    fields: Object.fromEntries(pairs.split(/\s+/).flatMap(fieldOf)),
  }));
  parsed.set(description, found);
  return found;
}

/** Hundreds of checks are looked for among hundreds of monitors: each description is parsed once. */
const parsed = new Map<string, readonly Marker[]>();
const mostParsed = 10_000;

function fieldOf(pair: string): readonly (readonly [string, string])[] {
  const at = pair.indexOf("=");
  return at < 1 ? [] : [[pair.slice(0, at), decode(pair.slice(at + 1))]];
}

/** Whether two markers name the same thing; what was last written to it does not count. */
export function isSameMarker(one: Marker, other: Marker): boolean {
  return identityOf(one) === identityOf(other);
}

/** Whether a description carries a marker. */
export function hasMarker(description: string | null | undefined, wanted: Marker): boolean {
  return parseMarkers(description).some((found) => isSameMarker(found, wanted));
}

/** The marker as it stands in a description. */
export function formatMarker({ version, fields }: Marker): string {
  const pairs = Object.entries(fields).map(([key, value]) => ` ${key}=${encode(value)}`);
  return `[kumakit v${version}${pairs.join("")}]`;
}

/** A description that ends with a marker, on the line of its last words. A marker of the same thing is replaced. */
export function withMarker(description: string | null | undefined, wanted: Marker): string {
  const text = (description ?? "").replaceAll(pattern, (found) => (hasMarker(found, wanted) ? "" : found)).trimEnd();
  return text === "" ? formatMarker(wanted) : `${text} ${formatMarker(wanted)}`;
}

/** A description in which a marker stands instead of those of the same thing on other hosts. */
export function withMarkerOfHost(description: string | null | undefined, wanted: Marker): string {
  const { host = "" } = wanted.fields;
  const isOfHost = (found: Marker): boolean => isSameMarker({ ...found, fields: { ...found.fields, host } }, wanted);
  const text = (description ?? "").replaceAll(pattern, (found) => (parseMarkers(found).some(isOfHost) ? "" : found));
  return withMarker(text, wanted);
}

/** A description without any marker; null when it says nothing else. */
export function withoutMarkers(description: string | null | undefined): string | null {
  const text = (description ?? "").replaceAll(pattern, "").trimEnd();
  return text === "" ? null : text;
}

/** The same text for markers that name the same thing; what was last written to it does not count. */
export function identityOf(of: Marker): string {
  const known = identities.get(of);
  if (known !== undefined) return known;
  const named = Object.entries(of.fields).filter(([key]) => key !== "h");
  const identity = JSON.stringify([of.version, named.toSorted(([a], [b]) => (a < b ? -1 : 1))]);
  identities.set(of, identity);
  return identity;
}

const identities = new WeakMap<Marker, string>();

/** A value is one word without brackets. Names of units have nothing to encode, so that the first form stays as it was. */
function encode(value: string): string {
  return value.replaceAll(/[%[\]\s]/g, (character) => encodeURIComponent(character));
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
