/**
 * Reads a time as the server writes it: `YYYY-MM-DD HH:mm:ss.SSS`, UTC without a zone; MariaDB leaves the fraction out.
 *
 * @param text - The time on the wire.
 * @returns `undefined` when it is something else.
 */
export function parseServerTime(text: string): Date | undefined {
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text);
  const date = new Date(`${text.replace(" ", "T")}${hasZone ? "" : "Z"}`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
