import { sendNotification } from "../notify/send-notification.ts";
import { done, objectAt, type Call, type CallHandler } from "../socket/call.ts";
import type { DoubleSession } from "../socket/double-session.ts";

/** All notifications, secrets included, to all clients of the user. */
export function sendNotifications(session: DoubleSession): void {
  const rows = session.kuma.database.all("notification");
  session.sendToUser(
    "notificationList",
    rows.map(({ id, name, active, user_id, is_default, config }) => ({
      id,
      name,
      active: active === 1,
      userId: user_id,
      isDefault: is_default === 1,
      config,
    })),
  );
}

function save(call: Call): void {
  const { session, args } = call;
  const { database } = session.kuma;
  const notification = objectAt(call, 0, "applyExisting");
  const { name, isDefault, applyExisting } = notification;
  const stored = args[1] ? database.get("notification", args[1]) : undefined;
  if (Boolean(args[1]) && stored === undefined) throw new Error("notification not found");
  const config = JSON.stringify({ ...notification, applyExisting: false });
  const values = { name, user_id: session.userId, config, is_default: Boolean(isDefault) };
  const id = stored?.id ?? database.insert("notification", values).id;
  if (stored !== undefined) database.update("notification", id, values);
  if (applyExisting) attachToAll(session, id);
  sendNotifications(session);
  call.reply(done("Saved.", { id }));
}

function attachToAll({ kuma: { database } }: DoubleSession, id: number): void {
  for (const monitor of database.all("monitor")) {
    const link = { monitor_id: monitor.id, notification_id: id };
    if (database.find("monitor_notification", link).length === 0) database.insert("monitor_notification", link);
  }
}

/** Ways to alert somebody. */
export const notificationCalls: Readonly<Record<string, CallHandler>> = {
  addNotification: { values: 2, work: save },
  deleteNotification: {
    values: 1,
    work: ({ session, args: [id], reply }) => {
      const stored = session.kuma.database.get("notification", id);
      if (stored === undefined) throw new Error("notification not found");
      session.kuma.database.delete("notification", { id: stored.id });
      sendNotifications(session);
      reply(done("successDeleted"));
    },
  },
  testNotification: {
    values: 1,
    work: async (call) => {
      const notification = objectAt(call, 0, "name");
      const msg = `${String(notification["name"])} Testing`;
      call.reply({ ok: true, msg: await sendNotification(notification, { heartbeat: null, monitor: null, msg }) });
    },
  },
};
