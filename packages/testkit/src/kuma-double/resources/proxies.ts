import type { CallHandler } from "../socket/call.ts";
import type { DoubleSession } from "../socket/double-session.ts";
import { addRow, deleteRow, type ListedRows } from "./listed-rows.ts";
import { sendMonitorList } from "./monitors/monitor-lists.ts";

const protocols = ["http", "https", "socks", "socks5", "socks5h", "socks4"];

/** Proxies. `active` is always stored as true. */
export const proxies: ListedRows = {
  table: "proxy",
  list: "proxyList",
  json: ({ user_id, created_date, ...row }) => ({ ...row, userId: user_id, createdDate: created_date }),
  columns: ({ protocol, host, port, auth, username, password, default: isDefault }) => {
    if (typeof protocol !== "string" || !protocols.includes(protocol))
      throw new Error(
        `\n                Unsupported proxy protocol "${String(protocol)}.\n                Supported protocols are ${protocols.join(", ")}."`,
      );
    return { protocol, host, port, auth, username, password, active: true, default: Boolean(isDefault) };
  },
  missing: "proxy not found",
  reference: "proxy_id",
  firstRead: "protocol",
};

function takeOver(
  session: DoubleSession,
  id: number,
  sent: Readonly<Record<string, unknown>>,
): (() => void) | undefined {
  const { database } = session.kuma;
  if (sent["default"]) {
    for (const other of database.find("proxy", { default: 1 })) if (other.id !== id) other["default"] = 0;
  }
  if (!sent["applyExisting"]) return undefined;
  for (const monitor of database.all("monitor")) monitor["proxy_id"] = id;
  return () => void sendMonitorList(session);
}

/** Their calls. */
export const proxyCalls: Readonly<Record<string, CallHandler>> = {
  addProxy: addRow(proxies, takeOver),
  deleteProxy: deleteRow(proxies),
};
