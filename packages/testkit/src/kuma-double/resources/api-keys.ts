import { randomBytes } from "node:crypto";
import { keyHashOf } from "../auth/passwords.ts";
import type { Row } from "../database/database.ts";
import type { DoubleKuma } from "../double-kuma.ts";
import { done, objectAt, type Call, type CallHandler } from "../socket/call.ts";
import type { DoubleSession } from "../socket/double-session.ts";
import { timeZone } from "./info.ts";

function keyJson(kuma: DoubleKuma, key: Row): Readonly<Record<string, unknown>> {
  const { id, name, user_id: userID, created_date: createdDate, active, expires } = key;
  const status = isExpired(kuma, key) ? "expired" : active === 1 ? "active" : "inactive";
  return { id, name, userID, createdDate, active, expires, status };
}

/** Whether a key is over. Its time is on the clocks of the server's time zone. */
export function isExpired(kuma: DoubleKuma, { expires }: Row): boolean {
  if (typeof expires !== "string") return false;
  return Date.parse(`${expires.replace(" ", "T")}${timeZone(kuma).timezoneOffset}`) < Date.now();
}

/** The keys without the keys. */
export function sendApiKeys(session: DoubleSession): void {
  session.sendToUser(
    "apiKeyList",
    session.kuma.database.all("api_key").map((key) => keyJson(session.kuma, key)),
  );
}

const switched = (active: boolean, msg: string): CallHandler => ({
  values: 1,
  work: ({ session, args: [id], reply }) => {
    session.kuma.database.update("api_key", Number(id), { active });
    session.kuma.pages.clear();
    reply(done(msg));
    sendApiKeys(session);
  },
});

function add(call: Call): void {
  const { session } = call;
  const { name, active, expires } = objectAt(call, 0, "key");
  const clear = randomBytes(30).toString("base64url");
  const values = { key: keyHashOf(clear), name, user_id: session.userId, active, expires };
  const { id } = session.kuma.database.insert("api_key", values);
  sendApiKeys(session);
  session.kuma.settings.set("apiKeysEnabled", true, null);
  call.reply(done("successAdded", { key: `uk${id}_${clear}`, keyID: id }));
}

/** API keys. */
export const apiKeyCalls: Readonly<Record<string, CallHandler>> = {
  addAPIKey: { values: 1, work: add },
  getAPIKeyList: {
    values: 0,
    work: ({ session, reply }) => {
      sendApiKeys(session);
      reply({ ok: true });
    },
  },
  deleteAPIKey: {
    values: 1,
    work: ({ session, args: [id], reply }) => {
      session.kuma.database.delete("api_key", { id: Number(id) });
      session.kuma.pages.clear();
      reply(done("successDeleted"));
      sendApiKeys(session);
    },
  },
  disableAPIKey: switched(false, "successDisabled"),
  enableAPIKey: switched(true, "successEnabled"),
};
