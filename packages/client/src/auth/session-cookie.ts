/** How better-auth, which 3.0 logs in with, names the cookie of a session; behind HTTPS there may be a word in front. */
const sessionCookie = /^(?:__(?:Secure|Host)-)?[\w.-]{1,64}\.session_token=[^\s;,]{8,}$/;

/**
 * Whether a session token is one of 3.0: a cookie in the form that a browser sends, `NAME=VALUE`. A token of servers before
 * is a JSON web token.
 */
export function isSessionCookie(token: string): boolean {
  return sessionCookie.test(token);
}

/** The cookies that an answer sets, as a browser sends them back: without their attributes, and without those that it deletes. */
export function cookiesSetBy(headers: Headers): readonly string[] {
  return headers
    .getSetCookie()
    .filter((cookie) => !/;\s*max-age=0\s*(?:;|$)/i.test(cookie))
    .map((cookie) => (cookie.split(";", 1)[0] ?? "").trim())
    .filter((cookie) => /=./.test(cookie));
}

/** The session's among them. */
export function sessionCookieSetBy(headers: Headers): string | undefined {
  return cookiesSetBy(headers).find(isSessionCookie);
}

/** What an error must not show of a session cookie: itself, its value, and the part that the server calls its token. */
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
