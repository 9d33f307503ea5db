// The floor of `monitor-create`: what the server needs to be asked, with socket.io-client and nothing else.
//   node raw-monitor-create.js URL TOKEN_FILE NAME
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { io } from "socket.io-client";

interface Answer {
  readonly ok: boolean;
  readonly msg?: string;
  readonly monitorID?: number;
  readonly monitor?: { readonly name: string; readonly pushToken: string };
}

const [url = "", tokenFile = "", name = ""] = process.argv.slice(2);
const token = readFileSync(tokenFile, "utf8");
const pushToken = randomBytes(5).toString("hex");
const monitor = {
  type: "push",
  name,
  pushToken,
  interval: 60,
  retryInterval: 60,
  resendInterval: 0,
  maxretries: 0,
  upsideDown: false,
  notificationIDList: {},
  accepted_statuscodes: ["200-299"],
  active: true,
};

const socket = io(url, { transports: ["websocket"], reconnection: false });
socket.once("connect_error", (error) => {
  throw error;
});

/** Waits for an event of the server. */
function event(which: string): Promise<void> {
  return new Promise((resolve) => {
    socket.once(which, () => resolve());
  });
}

async function call(which: string, ...values: readonly unknown[]): Promise<Answer> {
  const answer = (await socket.timeout(10_000).emitWithAck(which, ...values)) as Answer;
  if (!answer.ok) throw new Error(`${which}: ${answer.msg}`);
  return answer;
}

// This server takes calls once it has said `info`, and sends its lists around the answer to the login.
await event("info");
const lists = Promise.all([event("monitorList"), event("notificationList")]);
await call("loginByToken", token);
await lists;
const { monitorID } = await call("add", monitor);
const { monitor: made } = await call("getMonitor", monitorID);
if (made?.name !== name || made.pushToken !== pushToken) throw new Error("the monitor is not as it was asked for");
console.log(`${monitorID} ${url}/api/push/${pushToken}`);
socket.disconnect();
