import { demandPassword } from "../auth/passwords.ts";
import { done, objectAt, type Call, type CallHandler } from "../socket/call.ts";
import { sendInfo, timeZone } from "./info.ts";
import { maintenanceList } from "./maintenance/maintenance-list.ts";

/** In bytes. */
const sizeOfNewDatabase = 61_440;

function save(call: Call): void {
  const { session, args } = call;
  const { kuma } = session;
  const isOpen = Boolean(kuma.settings.get("disableAuth"));
  const data = objectAt(call, 0, "disableAuth");
  if (!isOpen && Boolean(data["disableAuth"])) demandPassword(session, args[1]);
  if (isOpen && !data["disableAuth"]) session.disconnectOthers();
  kuma.settings.setGeneral(data);
  kuma.entryPage = data["entryPage"];
  call.reply(done("Saved."));
  sendInfo(session);
  session.sendToUser("maintenanceList", maintenanceList(kuma));
}

/** Settings and the database. */
export const settingsCalls: Readonly<Record<string, CallHandler>> = {
  getSettings: {
    values: 0,
    work: ({ session: { kuma }, reply }) => {
      const data = kuma.settings.general();
      reply({ ok: true, data: { ...data, serverTimezone: data["serverTimezone"] ?? timeZone(kuma).timezone } });
    },
  },
  // Its data is in memory: what a new one of a real server takes is said, and there is nothing to shrink.
  getDatabaseSize: { values: 0, work: ({ reply }) => reply({ ok: true, size: sizeOfNewDatabase }) },
  shrinkDatabase: { values: 0, work: ({ reply }) => reply({ ok: true }) },
  setSettings: { values: 2, work: save },
};
