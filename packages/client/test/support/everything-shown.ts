import { inspect } from "node:util";

/** All that a person, a log or a JSON document could show of a value. */
export function everythingShown(value: unknown): string {
  const plain =
    value instanceof Error
      ? `${value.name} ${value.message} ${value.stack} ${JSON.stringify(Object.entries(value))}`
      : "";
  return [inspect(value, { depth: 12 }), JSON.stringify(value), String(value), plain].join("\n");
}
