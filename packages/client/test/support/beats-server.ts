import type { Socket } from "socket.io";
import { anonymousInfo, greetAsOne, noAnswer, sessionToken, startScriptedKuma } from "./scripted-kuma.ts";
import type { ScriptedKuma } from "./scripted-kuma.ts";

const start = Date.parse("2026-08-22T10:00:00Z");

/** A server that records heartbeats, and sends the last 100 of each monitor after a log-in, as every version does. */
export interface BeatsServer extends ScriptedKuma {
  /** Records one, `seconds` after 10:00, and says it to who is logged in. */
  record(monitorId: number, seconds: number, message?: string): void;
  /** Held back until it is called: the lists after the next log-in (1.23 only). */
  releaseLists(): void;
}

/** How it differs from a 2.5.3. */
export interface BeatsServerOptions {
  /** A 1.23, which sends the lists some time after it has acknowledged the log-in. */
  readonly isOne?: boolean;
  /** `getMonitorBeats` fails, as in the npm release. */
  readonly cannotRead?: boolean;
  /** Monitors that are there from the beginning. */
  readonly monitors: readonly number[];
}

interface Row {
  readonly monitor_id: number;
  readonly time: string;
  readonly msg: string;
}

const timeOf = (seconds: number): string =>
  new Date(start + seconds * 1_000).toISOString().replace("T", " ").slice(0, -1);
const monitorOf = (id: number) => ({ id, type: "push", name: `m${id}`, interval: 60, active: true, tags: [] });

/** Starts one on a free port of the loopback. */
export async function startBeatsServer(options: BeatsServerOptions): Promise<BeatsServer> {
  const rows: Row[] = [];
  const release: (() => void)[] = [];
  const sayLists = (socket: Socket): void => {
    for (const id of options.monitors) {
      const own = rows.filter((row) => row.monitor_id === id).slice(-100);
      socket.emit(
        "heartbeatList",
        String(id),
        own.map((row) => ({ ...row, status: 1, important: 0, ping: 3, duration: 1 })),
        false,
      );
    }
  };
  const monitorList = Object.fromEntries(options.monitors.map((id) => [id, monitorOf(id)]));
  const kuma = await startScriptedKuma({
    ...(options.isOne === true ? { greet: greetAsOne } : {}),
    replies: {
      needSetup: () => false,
      loginByToken: ([token], socket) => {
        if (token !== sessionToken) return noAnswer;
        if (options.isOne === true) {
          setImmediate(() => {
            socket.emit("monitorList", monitorList);
            socket.emit("info", { ...anonymousInfo, version: "1.23.17" });
            socket.emit("notificationList", []);
          });
          release.push(() => sayLists(socket));
          return { ok: true };
        }
        socket.emit("monitorList", monitorList);
        socket.emit("monitorTypeList", {});
        socket.emit("info", { ...anonymousInfo, version: "2.5.3" });
        socket.emit("notificationList", []);
        sayLists(socket);
        return { ok: true };
      },
      getMonitorBeats: ([id, hours]) => {
        if (options.cannotRead === true) return { ok: false, msg: "SQLITE_ERROR: no such function" };
        if (typeof hours !== "number" || hours <= 0) return { ok: false, msg: "Invalid period." };
        return {
          ok: true,
          data: rows.filter((row) => row.monitor_id === id).map((row) => ({ ...row, status: 1, important: 0 })),
        };
      },
    },
  });
  return Object.assign(kuma, {
    record: (monitorId: number, seconds: number, message = String(seconds)) => {
      const row = { monitor_id: monitorId, time: timeOf(seconds), msg: message };
      rows.push(row);
      kuma.say("heartbeat", {
        monitorID: monitorId,
        status: 1,
        time: row.time,
        msg: message,
        ping: 3,
        important: false,
      });
    },
    releaseLists: () => {
      for (const say of release.splice(0)) say();
    },
  });
}
