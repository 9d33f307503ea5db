import type { Column } from "./schema.ts";

/** A value in a cell. */
export type StoredValue = string | number | null;

/** The value that a cell holds after one was written: SQLite's column affinity. */
export function storedValue(value: unknown, { type }: Column): StoredValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return textual(type) ? String(Number(value)) : Number(value);
  if (typeof value === "number") return textual(type) ? String(value) : value;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return textual(type) || text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text);
}

function textual(type: string): boolean {
  return /char|text/i.test(type);
}

/** The value of a new row where nothing was given. */
export function defaultValue(column: Column): StoredValue {
  if (column.default === undefined) return null;
  if (column.default === "DATETIME('now')" || column.default === "CURRENT_TIMESTAMP") return secondsNow();
  return storedValue(column.default, column);
}

/** The present moment as the server stores it: UTC, whole seconds. */
export function secondsNow(): string {
  return millisecondsNow().slice(0, 19);
}

/** The present moment, or another, as the server stores it: UTC, milliseconds. */
export function millisecondsNow(now = Date.now()): string {
  return new Date(now).toISOString().replace("T", " ").replace("Z", "");
}
