import { codeNow } from "../../src/kuma-double/auth/one-time-code.ts";
import { connectionTo } from "./greeting-of.ts";

const username = "admin";
const password = "kuma-Test-1";
const newPassword = "kuma-Test-2";

/** One answer, with all that is made by chance left out. */
export interface LogInEntry {
  readonly step: string;
  readonly answer: unknown;
}

const byChance = new Set(["token", "id", "userId", "createdAt", "updatedAt", "expiresAt", "ipAddress", "userAgent"]);

function masked(value: unknown, key = ""): unknown {
  if (byChance.has(key) && typeof value === "string") return "<text>";
  if (key === "totpURI") return String(value).replace(/secret=[A-Z2-7]+/u, "secret=<base32>");
  if (key === "backupCodes" && Array.isArray(value)) return `<${value.length} codes>`;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, masked(one, name)]));
}

function maskedCookie(cookie: string): string {
  return cookie.replace(/^([^=]+)=[^;]+/u, "$1=<signed>");
}

/** Somebody who keeps cookies, like a browser. */
class Visitor {
  readonly entries: LogInEntry[] = [];
  readonly #url: string;
  readonly #cookies = new Map<string, string>();

  constructor(url: string) {
    this.#url = url;
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  set cookie(text: string) {
    this.#cookies.clear();
    for (const pair of text.split("; ").filter((one) => one !== "")) this.#keep(pair);
  }

  async ask(path: string, send?: object, isFromNowhere = false): Promise<unknown> {
    const { cookie } = this;
    const origin = isFromNowhere ? {} : { origin: this.#url };
    const response = await fetch(`${this.#url}${path}`, {
      method: send === undefined ? "GET" : "POST",
      headers: {
        ...(send === undefined ? {} : { "content-type": "application/json" }),
        ...origin,
        ...(cookie === "" ? {} : { cookie }),
      },
      ...(send === undefined ? {} : { body: JSON.stringify(send) }),
    });
    const cookies = response.headers.getSetCookie();
    for (const one of cookies) this.#keep(one);
    const body: unknown = await response.json();
    const type = response.headers.get("content-type")?.split(";")[0];
    const answer = { status: response.status, type, body: masked(body), cookies: cookies.map(maskedCookie) };
    this.entries.push({ step: `${send === undefined ? "GET" : "POST"} ${path} ${JSON.stringify(send ?? "")}`, answer });
    return body;
  }

  async connect(): Promise<void> {
    const { cookie } = this;
    const answer = await connectionTo(this.#url, cookie);
    this.entries.push({ step: cookie === "" ? "connect" : "connect with the cookie", answer });
  }

  #keep(cookie: string): void {
    const [pair = ""] = cookie.split(";", 1);
    const [name = "", value = ""] = pair.split("=", 2);
    if (value === "") this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

const signIn = "/api/auth/sign-in/username";
const factor = "/api/auth/two-factor";

/** Goes through all of the log-in of a server without a user. */
export async function logInTranscript(url: string): Promise<readonly LogInEntry[]> {
  const visitor = new Visitor(url);
  await visitor.ask("/api/auth/ok");
  await visitor.connect();
  await visitor.ask("/api/setup", { username, password });
  await visitor.ask("/api/setup", { username: "other", password });
  await visitor.ask("/api/auth/get-session");
  await visitor.ask(`${factor}/enable`, { password });
  for (const wrong of ["ab", "a b c", "nobody", username])
    await visitor.ask(signIn, { username: wrong, password: "wrong-Password-1" });
  await visitor.ask(signIn, { username: "Admin", password });
  await visitor.connect();
  await visitor.ask("/api/auth/get-session");
  const first = visitor.cookie;

  await visitor.ask(`${factor}/enable`, { password }, true);
  await visitor.ask(`${factor}/enable`, { password: "wrong-Password-1" });
  const prepared = (await visitor.ask(`${factor}/enable`, { password })) as { totpURI: string };
  const secret = new URL(prepared.totpURI).searchParams.get("secret") ?? "";
  await visitor.ask(`${factor}/get-totp-uri`, { password });
  await visitor.ask(`${factor}/verify-totp`, { code: "nonsense" });
  // The code is left out of the step: it is another one each time.
  const give = async (): Promise<void> => {
    await visitor.ask(`${factor}/verify-totp`, { code: codeNow(secret) });
    const entry = visitor.entries.pop();
    if (entry !== undefined) visitor.entries.push({ ...entry, step: "the code" });
  };
  await give();
  const second = visitor.cookie;
  visitor.cookie = first;
  await visitor.connect();

  visitor.cookie = "";
  await give();
  await visitor.ask(signIn, { username, password });
  await visitor.ask(`${factor}/verify-totp`, { code: "nonsense" });
  await give();
  await visitor.connect();

  visitor.cookie = second;
  await visitor.ask(`${factor}/disable`, { password: "wrong-Password-1" });
  await visitor.ask(`${factor}/disable`, { password });
  await visitor.ask("/api/auth/change-password", { currentPassword: password, newPassword: "short" });
  await visitor.ask("/api/auth/change-password", { currentPassword: "wrong-Password-1", newPassword });
  await visitor.ask("/api/auth/change-password", { currentPassword: password, newPassword, revokeOtherSessions: true });
  await visitor.ask(signIn, { username, password });
  await visitor.connect();
  const last = visitor.cookie;
  await visitor.ask("/api/auth/sign-out", {});
  visitor.cookie = last;
  await visitor.connect();
  await visitor.ask("/api/auth/get-session");
  return visitor.entries;
}
