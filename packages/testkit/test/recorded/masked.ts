import { measuredMonitors } from "./conversation.ts";

const texts: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(\.\d+)?Z?/g, "<time>"],
  [/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, "<token>"],
  [/\$2a\$10\$[\w./]{53}/g, "<hash>"],
  [/^(uk\d+)_[\w-]{40}$/g, "$1_<key>"],
  [/\.png\?t=\d+/g, ".png?t=<ms>"],
  [/secret=[A-Z2-7]{100,}/g, "secret=<secret>"],
];

const places = new Set(["version", "platform", "arch", "serverTimezone", "serverTimezoneOffset", "timezoneOffset"]);

/** A value without what is different each time: times, secrets, how long something took, and where the server runs. */
export function masked(value: unknown): unknown {
  if (typeof value === "string") return texts.reduce((text, [found, mask]) => text.replaceAll(found, mask), value);
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== "object" || value === null) return value;
  const isMeasured = "monitorID" in value && measuredMonitors.includes(Number(value.monitorID));
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => {
        if (places.has(name)) return [name, `<${name}>`];
        if (name === "duration" && typeof inner === "number" && !("strategy" in value)) return [name, "<seconds>"];
        if (name === "size" && typeof inner === "number") return [name, "<bytes>"];
        return name === "ping" && isMeasured ? [name, "<ms>"] : [name, masked(inner)];
      }),
  );
}

/** An event with its values, masked. */
export function maskedEvent([event, ...values]: readonly unknown[]): readonly unknown[] {
  if (event === "avgPing" && measuredMonitors.includes(Number(values[0]))) return [event, values[0], "<ms>"];
  return [event, ...(masked(values) as readonly unknown[])];
}
