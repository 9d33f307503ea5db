import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { base32, isCodeOf } from "../kuma-double/auth/one-time-code.ts";
import type { KumaAdmin } from "../kuma/kuma-server.ts";

/** The answer: a status, JSON, and cookies to set. */
export interface LoginAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly cookies?: readonly string[];
}

/** The question: the path below `/api/auth/`, the JSON of a POST, and the cookies that came along. */
export interface LoginQuestion {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly cookies: ReadonlyMap<string, string>;
}

const sessionCookie = "better-auth.session_token";
const twoFactorCookie = "better-auth.two_factor";
const week = 7 * 24 * 3_600;
const tenMinutes = 600;

function refused(status: number, code: string, message: string): LoginAnswer {
  return { status, body: { message, code } };
}

const wrongPassword = refused(400, "INVALID_PASSWORD", "Invalid password");
const unauthorized = refused(401, "UNAUTHORIZED", "Unauthorized");
const wrongAccount = refused(401, "INVALID_USERNAME_OR_PASSWORD", "Invalid username or password");

function setCookie(name: string, value: string, seconds: number): string {
  return `${name}=${encodeURIComponent(value)}; Max-Age=${seconds}; Path=/; HttpOnly; SameSite=Lax`;
}

const forgotten = [sessionCookie, "better-auth.session_data", "better-auth.dont_remember"].map(
  (name) => `${name}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax`,
);

/** The one account of a 3.0, its sessions and its second factor: the log-in and nothing else. */
export class LoginDouble {
  #account: KumaAdmin | undefined;
  #factor: { readonly secret: string; isOn: boolean } | undefined;
  readonly #key = randomBytes(16);
  readonly #sessions = new Set<string>();
  /** Those who have given the right password, and no code yet. */
  readonly #halfIn = new Set<string>();

  /** Takes the account, if there is one. */
  constructor(account: KumaAdmin | undefined) {
    this.#account = account;
  }

  /** Whether a first account is still to be made. */
  get needsSetup(): boolean {
    return this.#account === undefined;
  }

  /** The name of whom the cookies let in. */
  usernameBy(cookies: ReadonlyMap<string, string>): string | undefined {
    return this.#sessionOf(cookies) === undefined ? undefined : this.#account?.username;
  }

  /** Makes the first account. */
  setUp({ username, password }: LoginQuestion["body"]): LoginAnswer {
    if (this.#account !== undefined) {
      const msg = "Uptime Kuma has been initialized. If you want to run setup again, please delete the database.";
      return { status: 400, body: { ok: false, msg } };
    }
    this.#account = { username: String(username), password: String(password) };
    return { status: 200, body: { ok: true } };
  }

  /** Answers what is asked of `/api/auth/`. */
  answer(question: LoginQuestion): LoginAnswer {
    const { path, body, cookies } = question;
    if (path === "ok") return { status: 200, body: { ok: true } };
    if (path === "sign-in/username") return this.#signIn(body);
    if (path === "two-factor/verify-totp") return this.#verify(question);
    const session = this.#sessionOf(cookies);
    if (path === "sign-out") return this.#signOut(session);
    if (session !== undefined) return this.#answerTo(session, question);
    if (path !== "get-session") return unauthorized;
    return { status: 200, body: null, cookies: cookies.has(sessionCookie) ? forgotten : [] };
  }

  #answerTo(session: string, { path, body }: LoginQuestion): LoginAnswer {
    if (path === "get-session") return { status: 200, body: this.#described(session) };
    if (path === "change-password") return this.#changePassword(body);
    if (body["password"] !== this.#account?.password) return wrongPassword;
    if (path === "two-factor/enable") return this.#prepare();
    if (path === "two-factor/get-totp-uri") return { status: 200, body: { totpURI: this.#uri() } };
    if (path !== "two-factor/disable") return { status: 404, body: null };
    this.#factor = undefined;
    return { status: 200, body: { status: true }, cookies: [this.#renewed(session)] };
  }

  #signIn({ username, password }: LoginQuestion["body"]): LoginAnswer {
    const name = String(username);
    if (name.length < 3) return refused(422, "USERNAME_TOO_SHORT", "Username is too short");
    if (!/^[a-zA-Z0-9_.]+$/.test(name)) return refused(422, "INVALID_USERNAME", "Username is invalid");
    if (name.toLowerCase() !== this.#account?.username || password !== this.#account.password) return wrongAccount;
    if (this.#factor?.isOn !== true) {
      const { token, cookie } = this.#begin();
      return { status: 200, body: { redirect: false, token, user: this.#user() }, cookies: [cookie] };
    }
    const half = randomBytes(15).toString("base64url");
    this.#halfIn.add(half);
    // It has begun a session, and ends it again.
    const begun = this.#begin();
    this.#sessions.delete(begun.token);
    const cleared = forgotten.slice(0, 2);
    const cookies = [begun.cookie, ...cleared, setCookie(twoFactorCookie, this.#signed(half), tenMinutes)];
    return { status: 200, body: { twoFactorRedirect: true, twoFactorMethods: ["totp"] }, cookies };
  }

  #verify({ body, cookies }: LoginQuestion): LoginAnswer {
    const session = this.#sessionOf(cookies);
    const half = this.#unsigned(cookies.get(twoFactorCookie));
    if (session === undefined && (half === undefined || !this.#halfIn.has(half)))
      return refused(401, "INVALID_TWO_FACTOR_COOKIE", "Invalid two factor cookie");
    if (this.#factor === undefined) return refused(400, "TOTP_NOT_ENABLED", "TOTP not enabled");
    if (!isCodeOf(this.#factor.secret, String(body["code"]))) return refused(401, "INVALID_CODE", "Invalid code");
    if (session === undefined) {
      this.#halfIn.delete(half ?? "");
      const { token, cookie } = this.#begin();
      const cleared = `${twoFactorCookie}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax`;
      return { status: 200, body: { token, user: this.#user() }, cookies: [cookie, cleared] };
    }
    const isNew = !this.#factor.isOn;
    // It shows the account as it was when the question came.
    const told = { token: session, user: this.#user() };
    this.#factor.isOn = true;
    return { status: 200, body: told, ...(isNew ? { cookies: [this.#renewed(session)] } : {}) };
  }

  #signOut(session: string | undefined): LoginAnswer {
    if (session !== undefined) this.#sessions.delete(session);
    return { status: 200, body: { success: true }, cookies: forgotten };
  }

  #changePassword({ currentPassword, newPassword }: LoginQuestion["body"]): LoginAnswer {
    if (this.#account === undefined) return unauthorized;
    if (String(newPassword).length < 8) return refused(400, "PASSWORD_TOO_SHORT", "Password too short");
    if (currentPassword !== this.#account.password) return wrongPassword;
    this.#account = { username: this.#account.username, password: String(newPassword) };
    this.#sessions.clear();
    const { token, cookie } = this.#begin();
    return { status: 200, body: { token, user: this.#user() }, cookies: [cookie] };
  }

  #prepare(): LoginAnswer {
    this.#factor = { secret: randomBytes(24).toString("base64url"), isOn: false };
    const backupCodes = Array.from({ length: 10 }, () => `${randomBytes(3).toString("hex").slice(0, 5)}-12345`);
    return { status: 200, body: { totpURI: this.#uri(), backupCodes } };
  }

  #uri(): string {
    const account = `${this.#account?.username ?? ""}%40noreply.uptime-kuma.internal`;
    const secret = base32(this.#factor?.secret ?? "");
    return `otpauth://totp/Better%20Auth:${account}?secret=${secret}&issuer=Better+Auth&digits=6&period=30`;
  }

  #begin(): { readonly token: string; readonly cookie: string } {
    const token = randomBytes(24).toString("base64url");
    this.#sessions.add(token);
    return { token, cookie: setCookie(sessionCookie, this.#signed(token), week) };
  }

  #renewed(session: string): string {
    this.#sessions.delete(session);
    return this.#begin().cookie;
  }

  #signed(value: string): string {
    return `${value}.${createHmac("sha256", this.#key).update(value).digest("base64")}`;
  }

  #unsigned(signed: string | undefined): string | undefined {
    const value = signed?.split(".", 1)[0];
    if (signed === undefined || value === undefined) return undefined;
    const [given, right] = [Buffer.from(signed), Buffer.from(this.#signed(value))];
    return given.length === right.length && timingSafeEqual(given, right) ? value : undefined;
  }

  #sessionOf(cookies: ReadonlyMap<string, string>): string | undefined {
    const token = this.#unsigned(cookies.get(sessionCookie));
    return token !== undefined && this.#sessions.has(token) ? token : undefined;
  }

  #user(): Readonly<Record<string, unknown>> {
    const { username = "" } = this.#account ?? {};
    const now = new Date().toISOString();
    return {
      name: username,
      email: `${username}@noreply.uptime-kuma.internal`,
      emailVerified: false,
      image: null,
      createdAt: now,
      updatedAt: now,
      username,
      displayUsername: null,
      role: "admin",
      banned: false,
      banReason: null,
      banExpires: null,
      twoFactorEnabled: this.#factor?.isOn === true,
      id: "a-user-has-a-text-for-its-id-now",
    };
  }

  #described(token: string): Readonly<Record<string, unknown>> {
    const now = Date.now();
    const at = new Date(now).toISOString();
    const expiresAt = new Date(now + week * 1_000).toISOString();
    const user = this.#user();
    const more = { ipAddress: "", userAgent: "node", userId: user["id"], impersonatedBy: null, id: "a-session" };
    return { session: { expiresAt, token, createdAt: at, updatedAt: at, ...more }, user };
  }
}
