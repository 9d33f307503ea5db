import { demandPassword } from "../auth/passwords.ts";
import { done, objectAt, type Call, type CallHandler } from "../socket/call.ts";
import { sendInfo, timeZone } from "./info.ts";
import { maintenanceList } from "./maintenance/maintenance-list.ts";

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
  // Its data is in memory: there is nothing to measure, and nothing to shrink.
  shrinkDatabase: { values: 0, work: ({ reply }) => reply({ ok: true }) },
  setSettings: { values: 2, work: save },
};
