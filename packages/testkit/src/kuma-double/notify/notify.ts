import type { NewBeat } from "../beats/new-beat.ts";
import { down, up } from "../beats/status.ts";
import type { Row } from "../database/database.ts";
import type { DoubleKuma } from "../double-kuma.ts";
import { secretFields } from "../resources/monitors/monitor-fields.ts";
import { monitorJson } from "../resources/monitors/monitor-json.ts";
import { timeZone } from "../resources/info.ts";
import { sendNotification } from "./send-notification.ts";

/** Sends a beat to all notifications of its monitor, one after the other; failures are only logged. */
export async function notify(kuma: DoubleKuma, monitor: Row, beat: NewBeat): Promise<void> {
  if (beat.previous === undefined && beat.status !== down) return;
  const links = kuma.database.find("monitor_notification", { monitor_id: monitor.id });
  const text = beat.status === up ? "✅ Up" : "🔴 Down";
  const msg = `[${String(monitor["name"])}] [${text}] ${beat.msg}`;
  for (const link of links) {
    const notification = kuma.database.get("notification", link["notification_id"]);
    if (notification === undefined) continue;
    const config = JSON.parse(String(notification["config"])) as Record<string, unknown>;
    try {
      await sendNotification(config, {
        msg,
        monitor: publicMonitor(kuma, monitor),
        heartbeat: toldBeat(kuma, monitor, beat),
      });
    } catch (error) {
      kuma.log.add(`Cannot send notification: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
}

function publicMonitor(kuma: DoubleKuma, monitor: Row): Readonly<Record<string, unknown>> {
  const secrets = new Set(secretFields);
  const entries = Object.entries(monitorJson(kuma, monitor)).filter(([name]) => !secrets.has(name));
  return { ...Object.fromEntries(entries), includeSensitiveData: false };
}

function toldBeat(kuma: DoubleKuma, monitor: Row, beat: NewBeat): Readonly<Record<string, unknown>> {
  const { status, time, msg, ping, duration, retries, previous } = beat;
  const lastDown = kuma.heartbeats.important(monitor.id).find((one) => one.status === down);
  return {
    monitorID: monitor.id,
    status,
    time,
    msg: msg === "" ? "N/A" : msg,
    ping,
    important: true,
    duration,
    retries,
    ...timeZone(kuma),
    localDateTime: time.slice(0, 19),
    ...(status === up && previous !== undefined && lastDown !== undefined ? { lastDownTime: lastDown.time } : {}),
  };
}
