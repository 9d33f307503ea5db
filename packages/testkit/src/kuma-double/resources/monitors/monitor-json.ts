import type { Row } from "../../database/database.ts";
import type { StoredValue } from "../../database/stored-value.ts";
import type { DoubleKuma } from "../../double-kuma.ts";
import { signedToken } from "../../auth/session-token.ts";
import { isUnderMaintenance } from "../maintenance/maintenance-status.ts";
import { ancestorsOf, descendantsOf } from "./monitor-tree.ts";
import { monitorFields, type Shape } from "./monitor-fields.ts";

/** A tag on a monitor. */
interface MonitorTag {
  readonly tag_id: StoredValue | undefined;
  readonly monitor_id: StoredValue | undefined;
  readonly value: StoredValue | undefined;
  readonly name: StoredValue | undefined;
  readonly color: StoredValue | undefined;
}

/** A monitor as the lists have it. */
export function monitorJson(kuma: DoubleKuma, monitor: Row): Record<string, unknown> {
  const ancestors = ancestorsOf(kuma, monitor);
  const path = [...ancestors.toReversed(), monitor].map((row) => row["name"]);
  const forceInactive = ancestors.some((row) => row["active"] !== 1);
  const json: Record<string, unknown> = {};
  for (const [name, { column, shape }] of monitorFields) json[name] = shaped(monitor[column] ?? null, shape);
  return {
    ...json,
    path,
    pathName: path.join(" / "),
    childrenIDs: descendantsOf(kuma, monitor.id),
    active: monitor["active"] === 1 && !forceInactive,
    forceInactive,
    notificationIDList: notificationsOf(kuma, monitor.id),
    tags: tagsOf(kuma, monitor.id),
    maintenance: isUnderMaintenance(kuma, monitor),
    screenshot:
      monitor["type"] === "real-browser" ? `/screenshots/${signedToken(String(monitor.id), kuma.jwtSecret)}.png` : null,
    includeSensitiveData: true,
  };
}

/** A monitor as `getMonitor` has it: the real server forgets its name on the way to its path. */
export function singleMonitorJson(kuma: DoubleKuma, monitor: Row): Record<string, unknown> {
  const path = [
    ...ancestorsOf(kuma, monitor)
      .toReversed()
      .map((row) => row["name"]),
    null,
  ];
  return { ...monitorJson(kuma, monitor), path, pathName: path.join(" / ") };
}

function shaped(value: StoredValue, shape: Shape): unknown {
  if (shape === "boolean") return value !== null && value !== 0 && value !== "" && value !== "0";
  return shape === "json" && typeof value === "string" ? (JSON.parse(value) as unknown) : value;
}

function notificationsOf(kuma: DoubleKuma, id: number): Readonly<Record<string, true>> {
  const links = kuma.database.find("monitor_notification", { monitor_id: id });
  return Object.fromEntries(links.map((link) => [String(link["notification_id"]), true]));
}

/** The tags of a monitor as clients see them. */
export function tagsOf(kuma: DoubleKuma, id: number): readonly MonitorTag[] {
  return kuma.database.find("monitor_tag", { monitor_id: id }).map(({ tag_id, monitor_id, value }) => {
    const tag = kuma.database.get("tag", tag_id);
    return { tag_id, monitor_id, value, name: tag?.["name"], color: tag?.["color"] };
  });
}
