/** One JSON value for stdout or stderr: two spaces deep, without a newline at its end, never coloured. */
export function formatJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
