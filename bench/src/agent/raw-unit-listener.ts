// The floor of `agent-detection`: one match rule on the system bus, and one request for each change. Nothing is read, kept,
// repeated or retried.
//   node raw-unit-listener.js UNIT PUSH_URL
import { get } from "node:http";
import { Message, systemBus, type Variant } from "@jellybrick/dbus-next";

const [unit = "", pushUrl = ""] = process.argv.slice(2);
const manager = "org.freedesktop.systemd1";
const bus = systemBus();

async function call(member: string, body: readonly string[], to = manager): Promise<readonly unknown[]> {
  const isManager = to === manager;
  const answer = await bus.call(
    new Message({
      destination: to,
      path: isManager ? "/org/freedesktop/systemd1" : "/org/freedesktop/DBus",
      interface: isManager ? `${manager}.Manager` : to,
      member,
      ...(body.length === 0 ? {} : { signature: "s", body: [...body] }),
    }),
  );
  return answer?.body ?? [];
}

function push(status: "up" | "down"): void {
  get(`${pushUrl}?status=${status}&msg=${status}`, (response) => response.resume());
}

const [path] = await call("LoadUnit", [unit]);
const rule = `type='signal',sender='${manager}',path='${String(path)}',interface='org.freedesktop.DBus.Properties'`;
bus.on("message", ({ path: from, body }) => {
  if (from !== path) return;
  const state: unknown = (body[1] as Record<string, Variant> | undefined)?.["ActiveState"]?.value;
  if (state === "failed") push("down");
  else if (state === "active") push("up");
});
await call("AddMatch", [rule], "org.freedesktop.DBus");
await call("Subscribe", []);
push("up");
