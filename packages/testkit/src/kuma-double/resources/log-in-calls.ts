import { isCodeOf } from "../auth/one-time-code.ts";
import { demandPassword, hashOf, isPasswordOf, isTooWeak } from "../auth/passwords.ts";
import { passwordMark, payloadOf, sessionPayload, signedToken } from "../auth/session-token.ts";
import type { Row } from "../database/database.ts";
import type { DoubleKuma } from "../double-kuma.ts";
import { done, failed, NoAnswerError, objectAt, type Call, type CallHandler } from "../socket/call.ts";
import { logIn } from "../socket/log-in.ts";

const tooOften = { ok: false, msg: "Too frequently, try again later." };
const alreadySetUp = "Uptime Kuma has been initialized. If you want to run setup again, please delete the database.";

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function sessionToken(kuma: DoubleKuma, user: Row): string {
  return signedToken(sessionPayload(String(user["username"]), String(user["password"])), kuma.jwtSecret);
}

function userOf(kuma: DoubleKuma, { username, password }: Readonly<Record<string, unknown>>): Row | undefined {
  if (typeof username !== "string" || typeof password !== "string") return undefined;
  const user = kuma.database.all("user").find((row) => String(row["username"]).trim() === username.trim());
  return user !== undefined && isPasswordOf(user["password"], password) ? user : undefined;
}

function logInByPassword({ session, args, reply }: Call): void {
  const data = args[0] as Readonly<Record<string, unknown>> | null | undefined;
  if (!data) throw new NoAnswerError("nothing is answered to nothing");
  const { kuma } = session;
  if (!kuma.logInLimit.take()) return reply(tooOften);
  const user = userOf(kuma, data ?? {});
  if (user === undefined) return reply(failed("authIncorrectCreds"));
  const code = textOf(data?.["token"]);
  if (user["twofa_status"] === 1) {
    if (code === "") return reply({ tokenRequired: true });
    const isUsed = user["twofa_last_token"] === code;
    if (isUsed || !isCodeOf(String(user["twofa_secret"]), code)) return reply(failed("authInvalidToken"));
    user["twofa_last_token"] = code;
  }
  logIn(session, user.id);
  return reply({ ok: true, token: sessionToken(kuma, user) });
}

function logInByToken({ session, args: [token], reply }: Call): void {
  const { kuma } = session;
  const payload = payloadOf(token, kuma.jwtSecret);
  if (payload === undefined) return reply(failed("authInvalidToken"));
  const user = kuma.database.find("user", { username: String(payload["username"]) })[0];
  if (user === undefined) return reply(failed("authUserInactiveOrDeleted"));
  if (payload["h"] !== passwordMark(String(user["password"]))) return reply(failed("authInvalidToken"));
  logIn(session, user.id);
  return reply({ ok: true });
}

function setUp({ session, args: [username, password], reply }: Call): void {
  const { kuma } = session;
  if (isTooWeak(String(password))) return reply(failed("passwordTooWeak"));
  if (!kuma.needsSetup) return reply({ ok: false, msg: alreadySetUp, msgi18n: false });
  kuma.database.insert("user", { username, password: hashOf(String(password)) });
  return reply(done("successAdded"));
}

function changePassword(call: Call): void {
  const { session, reply } = call;
  const { currentPassword, newPassword: wanted } = objectAt(call, 0, "newPassword");
  const newPassword = textOf(wanted);
  if (newPassword === "") return reply({ ok: false, msg: "Invalid new password", msgi18n: false });
  if (isTooWeak(newPassword)) return reply(failed("passwordTooWeak"));
  const user = userWith(call, currentPassword);
  if (user === undefined) return undefined;
  user["password"] = hashOf(newPassword);
  session.disconnectOthers();
  return reply(done("successAuthChangePassword", { token: sessionToken(session.kuma, user) }));
}

function userWith({ session, reply }: Call, password: unknown): Row | undefined {
  try {
    return demandPassword(session, password);
  } catch (error) {
    reply({ ok: false, msg: error instanceof Error ? error.message : "", msgi18n: false });
    return undefined;
  }
}

/** First-run setup, logging in and out, and the password. */
export const logInCalls: Readonly<Record<string, CallHandler>> = {
  needSetup: { values: 0, isPublic: true, work: ({ session, reply }) => reply(session.kuma.needsSetup) },
  setup: { values: 2, isPublic: true, work: setUp },
  login: { values: 1, isPublic: true, work: logInByPassword },
  loginByToken: { values: 1, isPublic: true, work: logInByToken },
  logout: {
    values: 0,
    isPublic: true,
    work: ({ session, reply }) => {
      if (!session.kuma.logInLimit.take()) return reply(tooOften);
      session.logOut();
      return reply();
    },
  },
  changePassword: { values: 1, work: changePassword },
  disconnectOtherSocketClients: { values: 0, work: ({ session }) => session.disconnectOthers() },
};
