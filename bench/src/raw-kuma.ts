import { randomBytes } from "node:crypto";
import { io, type Socket } from "socket.io-client";

interface Answer {
  readonly ok: boolean;
  readonly msg?: string;
  readonly monitorID?: number;
}

/** Of a monitor to create. */
interface RawMonitor {
  readonly notificationIds?: readonly number[];
  readonly pushToken?: string | undefined;
}

/** The floor of the client's benchmarks: socket.io-client and nothing else. */
export interface RawKuma {
  /** Creates a push monitor, with a token made by chance unless one is given; gives its id. */
  add(name: string, options?: RawMonitor): Promise<number>;
  /** Deletes a monitor. */
  remove(id: number): Promise<void>;
  /** Waits until a report has come for each monitor; only those from now on count. */
  reported(ids: readonly number[]): Promise<void>;
  /** The list of monitors that came with the log-in, as the server sent it. */
  readonly monitors: Readonly<Record<string, unknown>>;
  /** Waits until the heartbeats of so many monitors have come. */
  beatsOf(count: number): Promise<void>;
  close(): void;
}

/** Waits for an event of the server, optionally for a certain one. */
function event(socket: Socket, which: string, isIt: (payload: unknown) => boolean = () => true): Promise<void> {
  return new Promise((resolve, reject) => {
    const listen = (payload: unknown): void => {
      if (!isIt(payload)) return;
      socket.off(which, listen);
      resolve();
    };
    socket.on(which, listen);
    socket.once("connect_error", reject);
  });
}

function reported(socket: Socket, ids: readonly number[]): Promise<void> {
  const missing = new Set(ids);
  return new Promise((resolve) => {
    socket.on("heartbeat", ({ monitorID, msg }: { readonly monitorID: number; readonly msg: string }) => {
      // The server's own heartbeat, when none came.
      if (msg.startsWith("No heartbeat")) return;
      missing.delete(monitorID);
      if (missing.size === 0) resolve();
    });
  });
}

async function call(socket: Socket, which: string, ...values: readonly unknown[]): Promise<Answer> {
  const answer = (await socket.timeout(120_000).emitWithAck(which, ...values)) as Answer;
  if (!answer.ok) throw new Error(`${which}: ${answer.msg}`);
  return answer;
}

/** The fields that this server line needs: `conditions` since 2.0, where before it is an unknown column. */
function monitorOf(
  name: string,
  isTwo: boolean,
  { notificationIds = [], pushToken = randomBytes(isTwo ? 16 : 5).toString("hex") }: RawMonitor,
): Record<string, unknown> {
  return {
    type: "push",
    name,
    pushToken,
    interval: 60,
    retryInterval: 60,
    resendInterval: 0,
    maxretries: 0,
    upsideDown: false,
    notificationIDList: Object.fromEntries(notificationIds.map((id) => [id, true])),
    accepted_statuscodes: ["200-299"],
    ...(isTwo ? { conditions: [] } : {}),
  };
}

/** Connects and logs in by token; resolves when the server has said its version and its list of monitors. */
export async function openRaw(
  url: string,
  token: string,
  { keepBeats = false }: { readonly keepBeats?: boolean } = {},
): Promise<RawKuma> {
  const socket = io(url, { transports: ["websocket"], reconnection: false, forceNew: true });
  let isTwo = false;
  let monitors: Readonly<Record<string, unknown>> = {};
  const came = { beatLists: 0 };
  // Held by the listener as long as the socket is open.
  const kept: unknown[] = [];
  socket.on("heartbeatList", (...args: unknown[]) => {
    came.beatLists += 1;
    if (keepBeats) kept.push(args);
  });
  socket.on("monitorList", (list: Readonly<Record<string, unknown>>) => {
    monitors = list;
  });
  socket.once("monitorTypeList", () => {
    isTwo = true;
  });
  const hasVersion = (info: unknown): boolean => typeof info === "object" && info !== null && "version" in info;
  const lists = Promise.all([event(socket, "monitorList"), event(socket, "info", hasVersion)]);
  await event(socket, "info");
  await call(socket, "loginByToken", token);
  await lists;
  return {
    get monitors() {
      return monitors;
    },
    beatsOf: async (count) => {
      while (came.beatLists < count) await event(socket, "heartbeatList");
    },
    remove: async (id) => void (await call(socket, "deleteMonitor", id)),
    reported: (ids) => reported(socket, ids),
    add: async (name, options = {}) => {
      const { monitorID } = await call(socket, "add", monitorOf(name, isTwo, options));
      if (monitorID === undefined) throw new Error("no monitor was made");
      return monitorID;
    },
    close: () => void socket.disconnect(),
  };
}
