import type { Row } from "../database/database.ts";
import type { DoubleKuma } from "../double-kuma.ts";
import { isUnderMaintenance } from "../resources/maintenance/maintenance-status.ts";
import type { NewBeat } from "./new-beat.ts";
import { down, flipped, maintenance, pending, up } from "./status.ts";

/** A beat, or in how many ms to look again. */
export type CheckResult = Pick<NewBeat, "status" | "msg" | "retries" | "duration" | "ping"> | { readonly wait: number };

/** How much later than due a push may come, in ms. */
const tolerance = 1000;

/** Says that pushes are missing, or waits. */
export function checkPush(kuma: DoubleKuma, monitor: Row): CheckResult {
  if (isUnderMaintenance(kuma, monitor)) return maintained;
  const last = kuma.heartbeats.last(monitor.id);
  const healthy = monitor["upside_down"] === 1 ? down : up;
  if (last === undefined) return { ...missing(monitor, 0), duration: Number(monitor["interval"]) };
  const age = Date.now() - Date.parse(`${last.time.replace(" ", "T")}Z`);
  const interval = Number(monitor["interval"]) * 1000;
  if (last.status !== healthy || age > interval + tolerance)
    return { ...missing(monitor, last.retries), duration: Math.round(age / 1000) };
  return { wait: Math.max(0, interval - age) + tolerance };
}

const maintained: CheckResult = { status: maintenance, msg: "Monitor under maintenance", retries: 0 };

function missing(monitor: Row, retries: number): Pick<NewBeat, "status" | "msg" | "retries"> {
  const msg = "No heartbeat in the time window";
  if (monitor["upside_down"] === 1) return { status: flipped(down), msg, retries: 0 };
  return { ...afterFailure(monitor, retries), msg };
}

function afterFailure(monitor: Row, retries: number): { readonly status: number; readonly retries: number } {
  return { status: retries < Number(monitor["maxretries"]) ? pending : down, retries: retries + 1 };
}

/** The worst of what is in a group. */
export function checkGroup(kuma: DoubleKuma, monitor: Row): CheckResult {
  if (isUnderMaintenance(kuma, monitor)) return maintained;
  const children = kuma.database.find("monitor", { parent: monitor.id });
  if (children.length === 0) return { status: pending, msg: "Group empty", retries: 0, ping: 0 };
  const named = (status: number | undefined): string =>
    children
      .filter((child) => child["active"] === 1 && kuma.heartbeats.last(child.id)?.status === status)
      .map((child) => (child["name"] === null || child["name"] === "" ? `#${child.id}` : String(child["name"])))
      .join(", ");
  const [downs, pendings] = [named(down), [named(pending), named(undefined)].filter((name) => name !== "").join(", ")];
  if (downs !== "") {
    const more = pendings === "" ? "" : `; pending: ${pendings}`;
    const retries = kuma.heartbeats.last(monitor.id)?.retries ?? 0;
    return { ...afterFailure(monitor, retries), msg: `Child monitors down: ${downs}${more}` };
  }
  if (pendings !== "") return { status: pending, msg: `Pending child monitors: ${pendings}`, retries: 0, ping: 0 };
  return { status: up, msg: "All children up and running", retries: 0, ping: 0 };
}

const manualTexts = new Map([
  [up, "Up"],
  [down, "Down"],
]);

/** The state that a person has set. */
export function checkManual(kuma: DoubleKuma, monitor: Row): CheckResult {
  if (isUnderMaintenance(kuma, monitor)) return maintained;
  const status = monitor["manual_status"];
  if (typeof status !== "number")
    return { status: pending, msg: "Manual monitoring - No status set", retries: 0, ping: 0 };
  return { status, msg: manualTexts.get(status) ?? "Pending", retries: 0, ping: 0 };
}
