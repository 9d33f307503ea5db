import { done, objectAt, type Call, type CallHandler } from "../../socket/call.ts";
import type { DoubleSession } from "../../socket/double-session.ts";
import type { MaintenanceBean, MaintenanceColumns } from "./maintenance-bean.ts";
import { maintenanceJson, maintenanceList, storedColumns } from "./maintenance-list.ts";
import { runMaintenance, stopMaintenance } from "./run-maintenance.ts";
import { takeSent } from "./sent-maintenance.ts";

/** Sends all maintenances to all clients of the user. */
export function sendMaintenances(session: DoubleSession): void {
  session.sendToUser("maintenanceList", maintenanceList(session.kuma));
}

async function add(call: Call): Promise<void> {
  const sent = objectAt(call, 0, "id");
  const { session } = call;
  const { kuma, userId = 0 } = session;
  const columns: MaintenanceColumns = {};
  takeSent(columns, sent);
  const { id } = kuma.database.insert("maintenance", { ...columns, user_id: userId });
  const bean: MaintenanceBean = { id, userId, columns };
  kuma.maintenances.set(id, bean);
  runMaintenance(kuma, bean);
  await Promise.resolve();
  sendMaintenances(session);
  call.reply(done("successAdded", { maintenanceID: id }));
}

async function edit(call: Call): Promise<void> {
  const sent = objectAt(call, 0, "id");
  const { session } = call;
  const bean = session.kuma.maintenances.get(Number(sent["id"]));
  if (bean === undefined) throw new TypeError("Cannot read properties of null (reading 'user_id')");
  takeSent(bean.columns, sent);
  session.kuma.database.update("maintenance", bean.id, storedColumns(bean.columns));
  runMaintenance(session.kuma, bean);
  await Promise.resolve();
  sendMaintenances(session);
  call.reply(done("Saved.", { maintenanceID: bean.id }));
}

const switched = (active: boolean, msg: string): CallHandler => ({
  values: 1,
  work: ({ session, args: [id], reply }) => {
    const { kuma } = session;
    const bean = kuma.maintenances.get(Number(id));
    if (bean === undefined) throw new Error("Maintenance not found");
    bean.columns["active"] = active;
    kuma.database.update("maintenance", bean.id, storedColumns(bean.columns));
    if (active) runMaintenance(kuma, bean);
    else stopMaintenance(bean);
    kuma.pages.clear();
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
    session.kuma.pages.clear();
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
      reply({ ok: true, maintenance: maintenanceJson(kuma, { id: stored.id, columns: stored }) });
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
      const { kuma } = session;
      const bean = kuma.maintenances.get(Number(id));
      if (bean !== undefined) stopMaintenance(bean);
      kuma.maintenances.delete(Number(id));
      kuma.database.delete("maintenance", { id: Number(id) });
      kuma.pages.clear();
      reply(done("successDeleted"));
      sendMaintenances(session);
    },
  },
  pauseMaintenance: switched(false, "successPaused"),
  resumeMaintenance: switched(true, "successResumed"),
};
