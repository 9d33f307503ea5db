/**
 * The headers of a connection with a cookie more: a proxy in front may want others.
 *
 * @param headers - Those of the connection.
 * @param cookie - What to add; nothing when there is none.
 */
export function withCookie(
  headers: Readonly<Record<string, string>>,
  cookie: string | undefined,
): Readonly<Record<string, string>> {
  if (cookie === undefined) return headers;
  const others = Object.entries(headers).filter(([name]) => name.toLowerCase() !== "cookie");
  const own = Object.entries(headers).filter(([name]) => name.toLowerCase() === "cookie");
  return { ...Object.fromEntries(others), Cookie: [...own.map(([, value]) => value), cookie].join("; ") };
}
