/** A statement as the server's error texts quote it, values and all. */
export function insertText(table: string, values: Readonly<Record<string, unknown>>): string {
  const columns = Object.keys(values);
  const names = columns.map((name) => `\`${name}\``).join(", ");
  return `insert into \`${table}\` (${names}) values (${columns.map((name) => literal(values[name])).join(", ")})`;
}

/** The same for an update. */
export function updateText(table: string, id: number, values: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(values).map(([name, value]) => `\`${name}\` = ${literal(value)}`);
  return `update \`${table}\` set ${pairs.join(", ")} where \`id\` = ${id}`;
}

/** A value in such a text. */
export function literal(value: unknown): string {
  if (value === undefined || value === null) return "NULL";
  if (Array.isArray(value)) return value.map(literal).join(", ");
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `'${text.replaceAll("'", "''")}'`;
}
