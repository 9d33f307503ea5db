import { done, NoAnswerError, objectAt, type Call, type CallHandler } from "../../socket/call.ts";
import type { DoubleSession } from "../../socket/double-session.ts";
import { maintenanceJson, maintenanceList } from "./maintenance-list.ts";

type Columns = Readonly<Record<string, unknown>>;

/** Sends all maintenances to all clients of the user. */
export function sendMaintenances(session: DoubleSession): void {
  session.sendToUser("maintenanceList", maintenanceList(session.kuma));
}

const invalid = (date: unknown): boolean => {
  const parsed = new Date(String(date));
  return Number.isNaN(parsed.getTime()) || parsed.getFullYear() > 9999;
};

/** What is stored of a maintenance that was sent. The repeating strategies are left out: see {@link add}. */
function columnsOf(sent: Columns): Columns {
  const { title, description, strategy, intervalDay, timezoneOption, active, dateRange } = sent;
  if (dateRange === undefined || dateRange === null)
    throw new TypeError(`Cannot read properties of ${String(dateRange)} (reading '0')`);
  const [start, end] = dateRange as readonly unknown[];
  if (Boolean(start) && invalid(start)) throw new Error("Invalid start date");
  if (Boolean(end) && invalid(end)) throw new Error("Invalid end date");
  const dates = { start_date: start ? start : null, end_date: end ? end : null };
  return { title, description, strategy, interval_day: intervalDay, timezone: timezoneOption, active, ...dates };
}

function add(call: Call): void {
  const sent = objectAt(call, 0, "id");
  if (sent["strategy"] !== "manual" && sent["strategy"] !== "single")
    throw new NoAnswerError("the double has no repeating maintenances");
  const { session } = call;
  const { id } = session.kuma.database.insert("maintenance", { ...columnsOf(sent), user_id: session.userId });
  session.kuma.database.update("maintenance", id, { cron: "" });
  session.kuma.newMaintenances.add(id);
  sendMaintenances(session);
  call.reply(done("successAdded", { maintenanceID: id }));
}

function edit(call: Call): void {
  const sent = objectAt(call, 0, "id");
  const { session } = call;
  const stored = session.kuma.database.get("maintenance", sent["id"]);
  if (stored === undefined) throw new TypeError("Cannot read properties of null (reading 'user_id')");
  session.kuma.database.update("maintenance", stored.id, columnsOf(sent));
  sendMaintenances(session);
  call.reply(done("Saved.", { maintenanceID: stored.id }));
}

const switched = (active: boolean, msg: string): CallHandler => ({
  values: 1,
  work: ({ session, args: [id], reply }) => {
    const stored = session.kuma.database.get("maintenance", id);
    if (stored === undefined) throw new Error("Maintenance not found");
    session.kuma.database.update("maintenance", stored.id, { active });
    reply(done(msg));
    sendMaintenances(session);
  },
});

/** Replaces what a maintenance is for. */
const attached = (table: "monitor_maintenance" | "maintenance_status_page", column: string): CallHandler => ({
  values: 2,
  work: ({ session, args: [id, list], reply }) => {
    const { database } = session.kuma;
    database.delete(table, { maintenance_id: Number(id) });
    for (const one of list as readonly { readonly id: unknown }[])
      database.insert(table, { [column]: one.id, maintenance_id: id });
    reply(done("successAdded"));
  },
});

/** Maintenances. */
export const maintenanceCalls: Readonly<Record<string, CallHandler>> = {
  addMaintenance: { values: 1, work: add },
  editMaintenance: { values: 1, work: edit },
  addMonitorMaintenance: attached("monitor_maintenance", "monitor_id"),
  addMaintenanceStatusPage: attached("maintenance_status_page", "status_page_id"),
  getMaintenance: {
    values: 1,
    work: ({ session: { kuma }, args: [id], reply }) => {
      const stored = kuma.database.get("maintenance", id);
      if (stored === undefined) throw new TypeError("Cannot read properties of null (reading 'toJSON')");
      reply({ ok: true, maintenance: maintenanceJson(kuma, stored) });
    },
  },
  getMaintenanceList: {
    values: 0,
    work: ({ session, reply }) => {
      sendMaintenances(session);
      reply({ ok: true });
    },
  },
  getMonitorMaintenance: {
    values: 1,
    work: ({ session, args: [id], reply }) => {
      const links = session.kuma.database.find("monitor_maintenance", { maintenance_id: Number(id) });
      reply({ ok: true, monitors: links.map(({ monitor_id }) => ({ id: monitor_id })) });
    },
  },
  getMaintenanceStatusPage: {
    values: 1,
    work: ({ session: { kuma }, args: [id], reply }) => {
      const links = kuma.database.find("maintenance_status_page", { maintenance_id: Number(id) });
      const pages = links.map(({ status_page_id }) => kuma.database.get("status_page", status_page_id));
      reply({ ok: true, statusPages: pages.map((page) => ({ id: page?.id, title: page?.["title"] })) });
    },
  },
  deleteMaintenance: {
    values: 1,
    work: ({ session, args: [id], reply }) => {
      session.kuma.database.delete("maintenance", { id: Number(id) });
      reply(done("successDeleted"));
      sendMaintenances(session);
    },
  },
  pauseMaintenance: switched(false, "successPaused"),
  resumeMaintenance: switched(true, "successResumed"),
};
