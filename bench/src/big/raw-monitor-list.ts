// The floor of `big-monitor-list`: each monitor with its status, with socket.io-client and nothing else.
//   node raw-monitor-list.js URL TOKEN_FILE
import { readFileSync } from "node:fs";
import { io } from "socket.io-client";

interface Monitor {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly active: boolean;
}

interface Beat {
  readonly status: number;
  readonly time: string;
  readonly msg: string;
}

const [url = "", tokenFile = ""] = process.argv.slice(2);
const socket = io(url, { transports: ["websocket"], reconnection: false });
const last = new Map<number, Beat | undefined>();
const changes = new Map<number, Beat | undefined>();
let monitors: readonly Monitor[] | undefined;
let sendsChanges = true;
let finish = (): void => {};
const finished = new Promise<void>((resolve) => {
  finish = resolve;
});
const check = (): void => {
  const count = monitors?.length ?? Infinity;
  if (last.size >= count && (!sendsChanges || changes.size >= count)) finish();
};
socket.on("monitorTypeList", () => {
  // From 2.0 on the last change of a status, which the table shows, is among the heartbeats, or is asked for.
  sendsChanges = false;
  check();
});
socket.on("importantHeartbeatList", (id: number | string, beats: readonly Beat[]) => {
  changes.set(Number(id), beats[0]);
  check();
});
socket.on("monitorList", (list: Readonly<Record<string, Monitor>>) => {
  monitors = Object.values(list);
  check();
});
socket.on("heartbeatList", (id: number | string, beats: readonly Beat[]) => {
  last.set(Number(id), beats.at(-1));
  check();
});
await new Promise<void>((resolve) => {
  socket.once("info", () => resolve());
});
const answer = (await socket.timeout(600_000).emitWithAck("loginByToken", readFileSync(tokenFile, "utf8"))) as {
  ok: boolean;
};
if (!answer.ok) throw new Error("the server refused the session");
await finished;
for (const { id, name, type, active } of monitors ?? []) {
  const beat = last.get(id);
  console.log(
    [id, name, active ? beat?.status : "paused", type, changes.get(id)?.time, beat?.time, beat?.msg].join("  "),
  );
}
socket.disconnect();
