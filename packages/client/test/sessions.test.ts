import { afterEach, expect, test, vi } from "vitest";
import { connect, passwordAuth, storedSessionAuth, totpFromSecret } from "../src/index.ts";
import type { AuthStrategy, SessionStore } from "../src/index.ts";
import { failureOf } from "./support/failure-of.ts";
import { sayListsOfTwo, sessionToken, startScriptedKuma } from "./support/scripted-kuma.ts";
import type { Script, ScriptedKuma } from "./support/scripted-kuma.ts";
import { totpCode } from "./support/totp-code.ts";

const password = "kuma-Test-1";
const auth = passwordAuth({ username: "admin", password });

afterEach(() => {
  vi.useRealTimers();
});

/** A server that gives `sessionToken` to who knows the password, and accepts it while `isValid`. */
async function start(replies: Script["replies"] = {}) {
  const state = { isValid: true };
  const kuma = await startScriptedKuma({
    replies: {
      login: (_, socket) => {
        sayListsOfTwo(socket);
        state.isValid = true;
        return { ok: true, token: sessionToken };
      },
      loginByToken: ([token], socket) => {
        if (token !== sessionToken || !state.isValid) return { ok: false, msg: "authInvalidToken", msgi18n: true };
        sayListsOfTwo(socket);
        return { ok: true };
      },
      getTags: () => ({ ok: true, tags: [] }),
      ...replies,
    },
  });
  return Object.assign(kuma, { state });
}

function memoryStore(token?: string) {
  const store = { token, cleared: 0 };
  const session: SessionStore = {
    load: () => Promise.resolve(store.token),
    save: (next) => void (store.token = next),
    clear: () => {
      store.cleared += 1;
      store.token = undefined;
    },
  };
  return { ...session, store };
}

const visit = async (kuma: ScriptedKuma, strategy: AuthStrategy): Promise<void> => {
  await using client = await connect({ url: kuma.url, auth: strategy });
  expect(client.session.token).toBe(sessionToken);
};

test("a stored session spares the password, until the server does not accept it any more", async () => {
  await using kuma = await start();
  const { store, ...session } = memoryStore();
  for (let run = 0; run < 3; run += 1) await visit(kuma, storedSessionAuth(session, auth));
  expect([kuma.argsOf("login").length, kuma.argsOf("loginByToken").length, store]).toEqual([
    1,
    2,
    { token: sessionToken, cleared: 0 },
  ]);
  kuma.state.isValid = false;
  await visit(kuma, storedSessionAuth(session, auth));
  expect([kuma.argsOf("login").length, store]).toEqual([2, { token: sessionToken, cleared: 1 }]);
  const broken = { ...session, load: () => Promise.reject(new Error("the keyring is locked")) };
  await expect(connect({ url: kuma.url, auth: storedSessionAuth(broken, auth) })).rejects.toThrow(
    "the keyring is locked",
  );
});

test("a session that ends while the client runs begins again with the password", async () => {
  await using kuma = await start();
  await using client = await connect({ url: kuma.url, auth });
  kuma.state.isValid = false;
  kuma.say("refresh");
  kuma.kick();
  await expect.poll(() => kuma.argsOf("login"), { timeout: 5_000 }).toHaveLength(2);
  expect(await client.tags.list()).toEqual([]);
});

test("a session that began again while the client runs is the one that it gives", async () => {
  const tokens = [sessionToken, `${sessionToken}2`];
  await using kuma = await start({
    login: (_, socket) => {
      sayListsOfTwo(socket);
      return { ok: true, token: tokens[kuma.argsOf("login").length - 1] };
    },
  });
  await using client = await connect({ url: kuma.url, auth });
  expect(client.session.token).toBe(tokens[0]);
  kuma.state.isValid = false;
  kuma.kick();
  await expect.poll(() => client.session.token, { timeout: 5_000 }).toBe(tokens[1]);
  expect(client.session.username).toBe("admin");
});

test("codes from a secret are those of an authenticator app", () => {
  // RFC 6238, appendix B: the SHA-1 secret, with six digits of the eight.
  const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  const codes = [59, 1_111_111_109, 1_234_567_890, 20_000_000_000].map((seconds) => {
    vi.useFakeTimers({ toFake: ["Date"], now: seconds * 1_000 });
    return totpFromSecret(secret)();
  });
  expect(codes).toEqual(["287082", "081804", "005924", "353130"]);
  const url = `otpauth://totp/Uptime%20Kuma:admin?secret=${secret}`;
  expect(totpFromSecret(url)()).toBe(totpCode(url));
  expect(totpFromSecret(`${secret.toLowerCase().replace(/(.{4})/g, "$1 ")}==`)()).toBe(totpCode(url));
  for (const wrong of ["", "otpauth://totp/x", "not base 32!", "081804"])
    expect(() => totpFromSecret(wrong)).toThrow(/authenticator app/);
});

test("the 21st log-in of a minute is not sent: it waits if it may, and says so", async () => {
  await using kuma = await start();
  const { url } = kuma;
  for (let count = 0; count < 20; count += 1) await visit(kuma, auth);
  const early = await failureOf(connect({ url, auth, timeouts: { login: 1_000 } }));
  expect(early).toMatchObject({ code: "KUMA_AUTH_RATE_LIMITED", isRetryable: true });
  expect(early.message).toMatch(/has had 20 log-ins in the last minute, and takes the next one in \d+ s\.$/);
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const logger = { debug: write, info: write, warn: write, error: write };
  const signal = AbortSignal.timeout(400);
  expect(await failureOf(connect({ url, auth, signal, logger, timeouts: { login: 90_000 } }))).toMatchObject({
    code: "KUMA_ABORTED",
  });
  expect(lines.join("\n")).toMatch(/waiting \d+ s with the log-in: the server takes 20 a minute/);
  expect(kuma.argsOf("login")).toHaveLength(20);
});

test("after a refusal for too many log-ins, this process sends none for a minute", async () => {
  await using kuma = await start({ login: () => ({ ok: false, msg: "Too frequently, try again later." }) });
  const attempt = () => failureOf(connect({ url: kuma.url, auth, timeouts: { login: 1_000 } }));
  for (let count = 0; count < 3; count += 1) expect(await attempt()).toMatchObject({ code: "KUMA_AUTH_RATE_LIMITED" });
  expect(kuma.argsOf("login")).toHaveLength(1);
});
