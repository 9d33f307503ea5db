import { randomBytes } from "node:crypto";
import { keyHashOf } from "../auth/passwords.ts";
import type { Row } from "../database/database.ts";
import { done, objectAt, type Call, type CallHandler } from "../socket/call.ts";
import type { DoubleSession } from "../socket/double-session.ts";

function keyJson({ id, name, user_id, created_date, active, expires }: Row): Readonly<Record<string, unknown>> {
  return { id, name, userID: user_id, createdDate: created_date, active, expires, status: statusOf(active, expires) };
}

function statusOf(active: unknown, expires: unknown): string {
  if (typeof expires === "string" && Date.parse(expires) < Date.now()) return "expired";
  return active === 1 ? "active" : "inactive";
}

/** The keys without the keys. */
export function sendApiKeys(session: DoubleSession): void {
  session.sendToUser("apiKeyList", session.kuma.database.all("api_key").map(keyJson));
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
