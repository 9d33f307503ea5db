import { createHash, createHmac, timingSafeEqual } from "node:crypto";

const header = part({ alg: "HS256", typ: "JWT" });

/** A signed token, as the server makes them for sessions and for screenshots. */
export function signedToken(payload: unknown, secret: string): string {
  const text = `${header}.${part(payload)}`;
  return `${text}.${signature(text, secret)}`;
}

/** The payload of a token; `undefined` when it was not signed with this secret. */
export function payloadOf(token: unknown, secret: string): Readonly<Record<string, unknown>> | undefined {
  if (typeof token !== "string") return undefined;
  const [head, body, sign, more] = token.split(".");
  if (head !== header || body === undefined || sign === undefined || more !== undefined) return undefined;
  const [given, right] = [Buffer.from(sign), Buffer.from(signature(`${head}.${body}`, secret))];
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  return JSON.parse(Buffer.from(body, "base64url").toString("utf8")) as Readonly<Record<string, unknown>>;
}

/** A session's payload. The mark of the password in it ends the session when the password changes. */
export function sessionPayload(username: string, passwordHash: string): Readonly<Record<string, unknown>> {
  return { username, h: passwordMark(passwordHash), iat: Math.floor(Date.now() / 1000) };
}

/** A mark by which a hash of a password is known again. */
export function passwordMark(passwordHash: string): string {
  return createHash("shake256", { outputLength: 16 }).update(passwordHash).digest("hex");
}

function part(value: unknown): string {
  return Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
}

function signature(text: string, secret: string): string {
  return createHmac("sha256", secret).update(text).digest("base64url");
}
