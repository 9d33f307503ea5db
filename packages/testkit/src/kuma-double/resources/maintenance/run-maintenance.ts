import { Cron } from "croner";
import { millisecondsNow } from "../../database/stored-value.ts";
import type { DoubleKuma } from "../../double-kuma.ts";
import type { MaintenanceBean, MaintenanceColumns } from "./maintenance-bean.ts";
import { maintenanceList, runningTime, storedColumns } from "./maintenance-list.ts";
import { zoneOf } from "./maintenance-status.ts";
import { makeCron } from "./sent-maintenance.ts";

/** Reads all maintenances from the database and starts to wait for their times. A server does this when it starts. */
export function startMaintenances(kuma: DoubleKuma): void {
  for (const { id, user_id, ...columns } of kuma.database.all("maintenance")) {
    const bean: MaintenanceBean = { id, userId: Number(user_id), columns };
    kuma.maintenances.set(id, bean);
    try {
      runMaintenance(kuma, bean);
    } catch (error) {
      kuma.log.add(`${String(error)}\n`);
    }
  }
}

/** Ends all waiting. */
export function stopMaintenances(kuma: DoubleKuma): void {
  for (const bean of kuma.maintenances.values()) {
    stopMaintenance(bean);
    clearTimeout(bean.end);
  }
}

/** A maintenance waits no longer; a time that has begun goes on. */
export function stopMaintenance(bean: MaintenanceBean): void {
  bean.job?.stop();
  delete bean.job;
}

/**
 * Has a maintenance wait for its times.
 *
 * @throws Error with the text that the real server sends
 */
export function runMaintenance(kuma: DoubleKuma, bean: MaintenanceBean): void {
  stopMaintenance(bean);
  const { columns } = bean;
  if (!columns["cron"]) {
    makeCron(columns);
    if (!columns["timezone"]) columns["timezone"] = "UTC";
  }
  const timezone = zoneOf(kuma, columns);
  if (columns["strategy"] === "manual") return;
  if (columns["strategy"] === "single") {
    bean.job = new Cron(String(columns["start_date"]), { timezone, unref: true }, () => {
      send(kuma, bean);
      kuma.pages.clear();
    });
  } else {
    runRecurring(kuma, bean, timezone);
  }
}

function send(kuma: DoubleKuma, { userId }: MaintenanceBean): void {
  kuma.sendToUser(userId, "maintenanceList", maintenanceList(kuma));
}

function runRecurring(kuma: DoubleKuma, bean: MaintenanceBean, timezone: string): void {
  const { columns } = bean;
  const now = Date.now();
  const begin = (): void => beginTime(kuma, bean, { ranAt: now, seconds: secondsLeft(columns) });
  bean.status = "scheduled";
  if (columns["strategy"] === "recurring-interval") {
    const startAt = firstStart(columns);
    const options = { timezone, unref: true, ...(startAt === undefined ? {} : { startAt }) };
    bean.job = new Cron(String(columns["cron"]), options, () => {
      if (isDue(columns, now)) begin();
    });
  } else {
    bean.job = new Cron(String(columns["cron"]), { timezone, unref: true }, begin);
  }
  const running = runningTime(bean);
  if (running === undefined) return;
  beginTime(kuma, bean, { ranAt: now, seconds: Math.trunc((Date.parse(running.endDate) - now) / 1000) });
}

/** The first day of an interval, at its time by the server's own clock. */
function firstStart({ start_date: date, start_time: time }: MaintenanceColumns): string | undefined {
  if (typeof date !== "string") return undefined;
  const start = new Date(date);
  const [hours, minutes] = String(time).split(":").map(Number);
  start.setHours(hours ?? 0, minutes ?? 0);
  return start.toISOString();
}

/** Whether enough days have passed; a real server counts them up to when it began to wait, not up to now. */
function isDue({ last_start_date: last, interval_day: days }: MaintenanceColumns, ranAt: number): boolean {
  if (typeof last !== "string" || last === "" || days === 1) return true;
  const passed = ranAt - (Date.parse(last.replace(" ", "T")) - 1.1 * 3_600_000);
  return Math.trunc(passed / 86_400_000) >= Number(days);
}

function secondsLeft({ end_date: end, duration }: MaintenanceColumns): number {
  const seconds = Number(duration);
  if (typeof end !== "string" || end === "") return seconds;
  return Math.min(seconds, Math.trunc((Date.parse(end.replace(" ", "T")) - Date.now()) / 1000));
}

interface Time {
  readonly ranAt: number;
  readonly seconds: number;
}

function beginTime(kuma: DoubleKuma, bean: MaintenanceBean, { ranAt, seconds }: Time): void {
  bean.status = "under-maintenance";
  clearTimeout(bean.end);
  // Nobody waits for it: who resumed the maintenance is answered before.
  queueMicrotask(() => send(kuma, bean));
  bean.end = setTimeout(() => {
    bean.status = "scheduled";
    send(kuma, bean);
  }, seconds * 1000).unref();
  bean.columns["last_start_date"] = millisecondsNow(ranAt).slice(0, 19);
  kuma.database.update("maintenance", bean.id, storedColumns(bean.columns));
}
