import type { Row } from "../../database/database.ts";
import { done, NoAnswerError, type Call, type CallHandler } from "../../socket/call.ts";
import type { DoubleSession } from "../../socket/double-session.ts";
import { singleMonitorJson } from "./monitor-json.ts";
import { sendMonitor, sendMonitorList } from "./monitor-lists.ts";
import { descendantsOf, isRunning } from "./monitor-tree.ts";
import { linkNotifications, storeChangedMonitor, storeNewMonitor } from "./save-monitor.ts";

/** Monitors. */
export const monitorCalls: Readonly<Record<string, CallHandler>> = {
  getMonitorList: {
    values: 0,
    work: ({ session, reply }) => {
      sendMonitorList(session);
      reply({ ok: true });
    },
  },
  getMonitor: {
    values: 1,
    work: ({ session, args: [id], reply }) => {
      const monitor = session.kuma.database.get("monitor", id);
      if (monitor === undefined) throw new TypeError("Cannot read properties of null (reading 'id')");
      reply({ ok: true, monitor: singleMonitorJson(session.kuma, monitor) });
    },
  },
  add: { values: 1, work: add },
  editMonitor: { values: 1, work: edit },
  deleteMonitor: { values: 2, work: remove },
  pauseMonitor: {
    values: 1,
    work: ({ session, args: [id], reply }) => {
      const monitor = demandOwn(session, id);
      session.kuma.database.update("monitor", monitor.id, { active: false });
      session.kuma.checkers.stop(monitor.id);
      sendMonitor(session, id);
      reply(done("successPaused"));
    },
  },
  resumeMonitor: {
    values: 1,
    work: ({ session, args: [id], reply }) => {
      start(session, id);
      sendMonitor(session, id);
      reply(done("successResumed"));
    },
  },
};

function demandOwn(session: DoubleSession, id: unknown): Row {
  const monitor = session.kuma.database.get("monitor", id);
  if (monitor === undefined) throw new Error("You do not own this monitor.");
  return monitor;
}

function start(session: DoubleSession, id: unknown): void {
  const monitor = demandOwn(session, id);
  session.kuma.database.update("monitor", monitor.id, { active: true });
  session.kuma.checkers.start(monitor);
}

function add({ session, args, reply }: Call): void {
  const monitor = args[0] as Record<string, unknown> | null;
  if (monitor === null) throw new NoAnswerError("the real server stumbles over the monitor in its error handler, too");
  const { database } = session.kuma;
  const id = storeNewMonitor(database, monitor, session.userId ?? 0);
  linkNotifications(database, id, monitor["notificationIDList"]);
  sendMonitor(session, id);
  if (monitor["active"] !== false) start(session, id);
  reply(done("successAdded", { monitorID: id }));
}

function edit({ session, args, reply }: Call): void {
  const monitor = args[0] as Record<string, unknown> | null;
  if (monitor === null) throw new TypeError("Cannot read properties of null (reading 'id')");
  const { kuma } = session;
  const stored = kuma.database.get("monitor", monitor["id"]);
  if (stored === undefined) throw new TypeError("Cannot read properties of null (reading 'user_id')");
  if (monitor["parent"] === stored.id)
    throw new NoAnswerError("a real server hangs for good; nothing here may stand in for that");
  if (descendantsOf(kuma, stored.id).includes(Number(monitor["parent"]))) throw new Error("Invalid Monitor Group");
  const losesChildren = stored["type"] === "group" && monitor["type"] !== "group";
  storeChangedMonitor(kuma.database, stored, monitor);
  if (losesChildren) unlinkChildren(session, stored.id);
  linkNotifications(kuma.database, stored.id, monitor["notificationIDList"]);
  if (isRunning(kuma, stored)) start(session, stored.id);
  sendMonitor(session, stored.id);
  reply(done("Saved.", { monitorID: stored.id }));
}

function unlinkChildren({ kuma }: DoubleSession, id: number): readonly number[] {
  const children = kuma.database.find("monitor", { parent: id }).map((child) => child.id);
  for (const child of children) kuma.database.update("monitor", child, { parent: null });
  return children;
}

/** The flag for the children may be left out: then the acknowledgement stands in its place. */
function remove(call: Call): void {
  const { session, args } = call;
  const [id, second] = args;
  const reply = typeof second === "function" ? (second as (answer: unknown) => void) : call.reply;
  const deletesChildren = typeof second !== "function" && Boolean(second);
  const monitor = session.kuma.database.get("monitor", id);
  if (monitor?.["type"] === "group") {
    if (deletesChildren) deleteChildren(session, monitor.id);
    else for (const child of unlinkChildren(session, monitor.id)) sendMonitor(session, child);
  }
  if (monitor !== undefined) forget(session, monitor.id);
  session.kuma.pages.clear();
  reply(done("successDeleted"));
  session.sendToUser("deleteMonitorFromList", id);
}

/** Everything in a group goes, but clients only hear of the level right below it. */
function deleteChildren(session: DoubleSession, id: number): void {
  for (const child of session.kuma.database.find("monitor", { parent: id })) {
    for (const below of descendantsOf(session.kuma, child.id)) forget(session, below);
    forget(session, child.id);
    session.sendToUser("deleteMonitorFromList", child.id);
  }
}

function forget({ kuma }: DoubleSession, id: number): void {
  kuma.checkers.stop(id);
  kuma.database.delete("monitor", { id });
  kuma.heartbeats.clear(id);
}
