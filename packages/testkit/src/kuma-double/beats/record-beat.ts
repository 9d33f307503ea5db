import type { Row } from "../database/database.ts";
import { millisecondsNow } from "../database/stored-value.ts";
import type { DoubleKuma } from "../double-kuma.ts";
import { notify } from "../notify/notify.ts";
import { maintenanceList } from "../resources/maintenance/maintenance-list.ts";
import { liveBeat, sendStats } from "./beat-lists.ts";
import type { NewBeat } from "./new-beat.ts";
import { down, isForNotification, isImportant } from "./status.ts";

/**
 * Stores a beat and sends it, after the notifications about it were delivered, as 2.x servers do: what comes meanwhile
 * still sees the beat before.
 */
export async function recordBeat(kuma: DoubleKuma, monitor: Row, beat: NewBeat): Promise<void> {
  const important = isImportant(beat.previous?.status, beat.status);
  const downCount = await notifyIfDue(kuma, monitor, beat);
  const userId = Number(monitor["user_id"]);
  if (important && beat.isCheck === true) {
    kuma.pages.clear();
    kuma.sendToUser(userId, "maintenanceList", maintenanceList(kuma));
  }
  if (kuma.database.get("monitor", monitor.id) === undefined) return;
  kuma.heartbeats.add({
    important: important ? 1 : 0,
    monitor_id: monitor.id,
    status: beat.status,
    msg: beat.msg,
    time: beat.time,
    ping: beat.ping ?? null,
    duration: beat.duration ?? 0,
    down_count: downCount,
    end_time: millisecondsNow(),
    retries: beat.retries ?? 0,
    response: null,
  });
  const { status, msg, time, ping, duration, retries } = beat;
  kuma.sendToUser(userId, "heartbeat", {
    ...liveBeat({ monitor_id: monitor.id, status, time, msg, ping, duration, retries }),
    important,
  });
  sendStats(kuma, userId, monitor.id);
  kuma.metrics.update(monitor, beat);
}

/** Notifies of a change, or again of a monitor that stays down. @returns the count of beats that it was down for */
async function notifyIfDue(kuma: DoubleKuma, monitor: Row, beat: NewBeat): Promise<number> {
  const { previous, status } = beat;
  if (isForNotification(previous?.status, status)) {
    await notify(kuma, monitor, beat);
    return 0;
  }
  const before = previous?.down_count ?? 0;
  const resendInterval = Number(monitor["resend_interval"]);
  if (status !== down || resendInterval <= 0) return before;
  if (before + 1 < resendInterval) return before + 1;
  await notify(kuma, monitor, beat);
  return 0;
}
