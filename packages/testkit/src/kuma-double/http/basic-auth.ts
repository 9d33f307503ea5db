import type { IncomingMessage } from "node:http";
import { isPasswordOf, keyHashOf } from "../auth/passwords.ts";
import type { DoubleKuma } from "../double-kuma.ts";
import { isExpired } from "../resources/api-keys.ts";

/** Whether a request may see the metrics: by the password, or by an API key only since there ever was one. */
export function isAuthorized(kuma: DoubleKuma, request: IncomingMessage): boolean {
  if (kuma.settings.get("disableAuth") === true) return true;
  const [kind, code = ""] = (request.headers.authorization ?? "").split(" ");
  if (kind?.toLowerCase() !== "basic") return false;
  const [, username = "", password = ""] = /^([^:]*):(.*)$/su.exec(Buffer.from(code, "base64").toString()) ?? [];
  if (kuma.settings.get("apiKeysEnabled") === true) return isKey(kuma, password);
  const user = kuma.database.all("user").find((row) => String(row["username"]).trim() === username.trim());
  if (user !== undefined && isPasswordOf(user["password"], password)) return true;
  kuma.logInLimit.take();
  return false;
}

function isKey(kuma: DoubleKuma, key: string): boolean {
  const [, id, clear = ""] = /^..([^_]*)_(.*)$/su.exec(key) ?? [];
  const row = kuma.database.get("api_key", id ?? null);
  if (row === undefined || row["active"] !== 1 || isExpired(kuma, row)) return false;
  return row["key"] === keyHashOf(clear);
}
