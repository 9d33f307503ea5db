import type { Row } from "../../database/database.ts";
import type { DoubleKuma } from "../../double-kuma.ts";
import { ancestorsOf } from "../monitors/monitor-tree.ts";
import { offsetOf, timeZone } from "../info.ts";

/** What a maintenance is doing now. Of the repeating ones the double does not know when they run. */
export function maintenanceStatus(kuma: DoubleKuma, maintenance: Row): string {
  if (maintenance["active"] !== 1) return "inactive";
  if (maintenance["strategy"] === "manual") return "under-maintenance";
  const moment = (column: string): number | undefined => momentOf(kuma, maintenance, column);
  const [start, end] = [moment("start_date"), moment("end_date")];
  if (start !== undefined && Date.now() < start) return "scheduled";
  if (end !== undefined && Date.now() > end) return "ended";
  return maintenance["strategy"] === "single" ? "under-maintenance" : "scheduled";
}

/** The time zone of a maintenance. */
export function zoneOf(kuma: DoubleKuma, { timezone }: Row): string {
  return typeof timezone === "string" && timezone !== "" && timezone !== "SAME_AS_SERVER"
    ? timezone
    : timeZone(kuma).timezone;
}

function momentOf(kuma: DoubleKuma, maintenance: Row, column: string): number | undefined {
  const date = maintenance[column];
  if (typeof date !== "string" || date === "") return undefined;
  return Date.parse(`${date.replace(" ", "T")}${offsetOf(zoneOf(kuma, maintenance))}`);
}

/** Whether a monitor, or a group around it, is under maintenance. */
export function isUnderMaintenance(kuma: DoubleKuma, monitor: Row): boolean {
  const { database } = kuma;
  if (database.all("monitor_maintenance").length === 0) return false;
  return [monitor, ...ancestorsOf(kuma, monitor)].some(({ id }) =>
    database.find("monitor_maintenance", { monitor_id: id }).some((link) => {
      const maintenance = database.get("maintenance", link["maintenance_id"]);
      return maintenance !== undefined && maintenanceStatus(kuma, maintenance) === "under-maintenance";
    }),
  );
}
