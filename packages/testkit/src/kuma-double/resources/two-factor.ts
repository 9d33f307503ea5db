import { randomBytes } from "node:crypto";
import { base32, isCodeOf } from "../auth/one-time-code.ts";
import { demandPassword } from "../auth/passwords.ts";
import { done, failed, type Call, type CallHandler } from "../socket/call.ts";

const tooOften = { ok: false, msg: "Too frequently, try again later." };

/** Counted before anything else, the log-in too. */
function limited(work: (call: Call) => void): (call: Call) => void {
  return (call) => {
    if (!call.session.kuma.twoFactorLimit.take()) return call.reply(tooOften);
    if (call.session.userId === undefined) throw new Error("You are not logged in.");
    return work(call);
  };
}

function prepare({ session, args: [password], reply }: Call): void {
  const user = demandPassword(session, password);
  if (user["twofa_status"] === 1) return reply(failed("2faAlreadyEnabled"));
  const secret = randomBytes(48).toString("base64url");
  user["twofa_secret"] = secret;
  const uri = `otpauth://totp/Uptime%20Kuma:${String(user["username"])}?secret=${base32(secret)}`;
  return reply({ ok: true, uri });
}

function switchTo(status: 0 | 1, msg: string): (call: Call) => void {
  return ({ session, args: [password], reply }) => {
    demandPassword(session, password)["twofa_status"] = status;
    reply(done(msg));
  };
}

/** Codes as a second factor. */
export const twoFactorCalls: Readonly<Record<string, CallHandler>> = {
  prepare2FA: { values: 1, isPublic: true, work: limited(prepare) },
  save2FA: { values: 1, isPublic: true, work: limited(switchTo(1, "2faEnabled")) },
  disable2FA: { values: 1, isPublic: true, work: limited(switchTo(0, "2faDisabled")) },
  verifyToken: {
    values: 2,
    work: ({ session, args: [code, password], reply }) => {
      const user = demandPassword(session, password);
      const isRight = user["twofa_last_token"] !== code && isCodeOf(String(user["twofa_secret"]), String(code));
      reply(isRight ? { ok: true, valid: true } : failed("authInvalidToken", { valid: false }));
    },
  },
  twoFAStatus: {
    values: 0,
    work: ({ session, reply }) => {
      const user = session.kuma.database.get("user", session.userId);
      reply({ ok: true, status: user?.["twofa_status"] === 1 });
    },
  },
};
