import type { Socket } from "socket.io";
import { noAnswer, sayListsOfTwo, sessionToken, startScriptedKuma } from "./scripted-kuma.ts";
import type { Script, ScriptedKuma } from "./scripted-kuma.ts";

type Row = Record<string, unknown>;

/** A scripted server that keeps monitors as a 2.5.3 does, as far as the tests of the client's own rules need it. */
export interface ScriptedMonitors extends ScriptedKuma {
  readonly rows: Map<number, Row>;
}

const notifications = [
  {
    id: 1,
    name: "ops",
    isDefault: true,
    active: true,
    config: JSON.stringify({ name: "ops", type: "webhook", webhookURL: "http://127.0.0.1/x" }),
  },
  { id: 2, name: "night", isDefault: false, active: true, config: "{}" },
];

/** The columns that the database fills in, as far as tests look at them. */
const columns = { active: true, parent: null, description: null, maxredirects: 10 };

const stumble = { ok: false, msg: "Cannot read properties of null (reading 'id')" };

/** How an `add` of the script ends. */
export type AddOutcome = "stored" | "stored, but not answered" | "refused, but stored" | "lost";

/** Starts one whose `add` ends in a given way. */
export async function startScriptedMonitors(
  outcome: AddOutcome = "stored",
  overrides: Script["replies"] = {},
  greet?: Script["greet"],
): Promise<ScriptedMonitors> {
  const rows = new Map<number, Row>();
  const sayList = (socket: Socket): void => void socket.emit("monitorList", Object.fromEntries(rows));
  const kuma = await startScriptedKuma({
    ...(greet === undefined ? {} : { greet }),
    replies: {
      needSetup: () => false,
      loginByToken: async ([token], socket) => {
        if (token !== sessionToken) return { ok: false, msg: "authInvalidToken", msgi18n: true };
        sayListsOfTwo(socket, Object.fromEntries(rows));
        socket.emit("notificationList", notifications);
        return { ok: true };
      },
      getMonitorList: (_, socket) => (sayList(socket), { ok: true }),
      getMonitor: ([id]) => (rows.has(Number(id)) ? { ok: true, monitor: rows.get(Number(id)) } : stumble),
      add: ([monitor], socket) => {
        if (outcome === "lost") return noAnswer;
        const id = rows.size + 10;
        const row = { ...columns, tags: [], childrenIDs: [], ...(monitor as Row), id };
        rows.set(id, row);
        if (outcome !== "refused, but stored") socket.emit("updateMonitorIntoList", { [id]: row });
        if (outcome === "stored") return { ok: true, monitorID: id };
        if (outcome === "refused, but stored")
          return { ok: false, msg: "SQLITE_CONSTRAINT: FOREIGN KEY constraint failed" };
        socket.conn.close();
        return noAnswer;
      },
      editMonitor: ([monitor]) => {
        const row = monitor as Row;
        rows.set(Number(row["id"]), row);
        return { ok: true, monitorID: row["id"] };
      },
      deleteMonitor: ([id], socket) => {
        rows.delete(Number(id));
        socket.emit("deleteMonitorFromList", id);
        return { ok: true };
      },
      pauseMonitor: ([id]) => ({ ok: Object.assign(rows.get(Number(id)) ?? {}, { active: false }) !== undefined }),
      resumeMonitor: ([id]) => ({ ok: Object.assign(rows.get(Number(id)) ?? {}, { active: true }) !== undefined }),
      ...overrides,
    },
  });
  return Object.assign(kuma, { rows });
}
