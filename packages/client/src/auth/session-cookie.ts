/** How better-auth, which 3.0 logs in with, names the cookie of a session; behind HTTPS there may be a word in front. */
const sessionCookie = /^(?:__(?:Secure|Host)-)?[\w.-]{1,64}\.session_token=[^\s;,]{8,}$/;

/**
 * Whether a session token is one of 3.0: a cookie in the form that a browser sends, `NAME=VALUE`. A token of servers before
 * is a JSON web token.
 */
export function isSessionCookie(token: string): boolean {
  return sessionCookie.test(token);
}

/**
 * The cookies that an answer sets, in the form in which a browser sends them back: without their attributes, and without those that it deletes,
 * also when it has set them just before.
 */
export function cookiesSetBy(headers: Headers): readonly string[] {
  const kept = new Map<string, string>();
  for (const cookie of headers.getSetCookie()) {
    const pair = (cookie.split(";", 1)[0] ?? "").trim();
    const name = pair.slice(0, pair.indexOf("="));
    const isDeleted = pair === `${name}=` || /;\s*max-age=0\s*(?:;|$)/i.test(cookie);
    if (isDeleted) kept.delete(name);
    else kept.set(name, pair);
  }
  return [...kept.values()];
}

/** The parts of a session cookie that an error must not show: itself, its value, and the part that the server calls its token. */
export function secretsOfCookie(cookie: string): readonly string[] {
  const value = cookie.slice(cookie.indexOf("=") + 1);
  const decoded = decodeSafely(value);
  return [cookie, value, decoded, decoded.split(".", 1)[0] ?? ""].filter((text) => text !== "");
}

function decodeSafely(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
