import type { Row } from "../../database/database.ts";
import type { DoubleKuma } from "../../double-kuma.ts";
import { ancestorsOf } from "../monitors/monitor-tree.ts";
import { offsetOf, timeZone } from "../info.ts";
import type { KnownMaintenance } from "./maintenance-bean.ts";

/** The present state of a maintenance. */
export function maintenanceStatus(
  kuma: DoubleKuma,
  { columns, status }: Pick<KnownMaintenance, "columns" | "status">,
): string {
  if (!columns["active"]) return "inactive";
  if (columns["strategy"] === "manual") return "under-maintenance";
  const moment = (column: string): number | undefined => momentOf(kuma, columns, column);
  const [start, end] = [moment("start_date"), moment("end_date")];
  if (start !== undefined && Date.now() < start) return "scheduled";
  if (end !== undefined && Date.now() > end) return "ended";
  return columns["strategy"] === "single" ? "under-maintenance" : (status ?? "unknown");
}

/** The time zone of a maintenance. */
export function zoneOf(kuma: DoubleKuma, { timezone }: Readonly<Record<string, unknown>>): string {
  return typeof timezone === "string" && timezone !== "" && timezone !== "SAME_AS_SERVER"
    ? timezone
    : timeZone(kuma).timezone;
}

function momentOf(kuma: DoubleKuma, columns: Readonly<Record<string, unknown>>, column: string): number | undefined {
  const date = columns[column];
  if (typeof date !== "string" || date === "") return undefined;
  return Date.parse(`${date.replace(" ", "T")}${offsetOf(zoneOf(kuma, columns))}`);
}

/** Whether a monitor, or a group around it, is under maintenance. */
export function isUnderMaintenance(kuma: DoubleKuma, monitor: Row): boolean {
  const { database } = kuma;
  if (database.all("monitor_maintenance").length === 0) return false;
  return [monitor, ...ancestorsOf(kuma, monitor)].some(({ id }) =>
    database.find("monitor_maintenance", { monitor_id: id }).some((link) => {
      const bean = kuma.maintenances.get(Number(link["maintenance_id"]));
      return bean !== undefined && maintenanceStatus(kuma, bean) === "under-maintenance";
    }),
  );
}
