import { createHash, randomBytes, scryptSync } from "node:crypto";
import type { Row } from "../database/database.ts";
import type { DoubleSession } from "../socket/double-session.ts";

/** Hashes a password. */
export function hashOf(password: string, salt = randomBytes(8).toString("hex")): string {
  // A test server: fast on purpose.
  return `${salt}:${scryptSync(password, salt, 16, { N: 2 }).toString("hex")}`;
}

/** Whether it is the password of a hash. */
export function isPasswordOf(hash: unknown, password: string): boolean {
  return typeof hash === "string" && hashOf(password, hash.split(":")[0]) === hash;
}

/** Of an API key: it looks like the hash of a real server, because error texts quote it. */
export function keyHashOf(key: string): string {
  return `$2a$10$${createHash("sha512").update(key).digest("hex").slice(0, 53)}`;
}

/** Whether the server refuses a new password: fewer than 6 characters, or only one kind of them. */
export function isTooWeak(password: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(password));
  return password.length < 6 || kinds.length < 2;
}

/**
 * Asks for the password of the user that is logged in once more.
 *
 * @throws Error with the text that the real server sends
 */
export function demandPassword(session: DoubleSession, password: unknown): Row {
  if (typeof password !== "string") throw new Error("Wrong data type?");
  const user = session.kuma.database.get("user", session.userId);
  if (user === undefined || !isPasswordOf(user["password"], password)) throw new Error("Incorrect current password");
  return user;
}
