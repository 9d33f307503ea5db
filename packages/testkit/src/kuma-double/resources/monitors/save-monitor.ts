import type { Database, Row } from "../../database/database.ts";
import type { TableName } from "../../database/schema.ts";
import { checkMonitor } from "./check-monitor.ts";
import { columnOf, monitorFields } from "./monitor-fields.ts";

type Values = Record<string, unknown>;

const ofTheUserInterface = new Set(["humanReadableInterval", "globalpingdnsresolvetypeoptions", "responsecheck"]);
const storedAsJson = ["kafkaProducerBrokers", "kafkaProducerSaslOptions", "conditions", "rabbitmqNodes"];

/** Throws what a real server says of status codes that are no list of texts. */
function demandStatusCodes({ accepted_statuscodes: codes }: Readonly<Values>): void {
  if (codes === undefined || codes === null)
    throw new TypeError(`Cannot read properties of ${String(codes)} (reading 'every')`);
  if (!Array.isArray(codes)) throw new TypeError("monitor.accepted_statuscodes.every is not a function");
  if (!codes.every((code) => typeof code === "string")) throw new Error("Accepted status codes are not all strings");
}

/**
 * Stores a new monitor: everything that was sent, each property in the column of its name. With an `id` a real server
 * changes the monitor of that id instead, or none.
 *
 * @returns its id
 */
export function storeNewMonitor(database: Database, monitor: Readonly<Values>, userId: number): number {
  demandStatusCodes(monitor);
  const columns: Values = {};
  for (const [name, value] of Object.entries(monitor)) {
    if (name !== "notificationIDList" && name !== "accepted_statuscodes" && !ofTheUserInterface.has(name))
      columns[columnOf(name)] = value;
  }
  for (const name of storedAsJson) columns[columnOf(name)] = JSON.stringify(monitor[name]);
  columns["accepted_statuscodes_json"] = JSON.stringify(monitor["accepted_statuscodes"]);
  columns["user_id"] = userId;
  checkMonitor(columns);
  const { id, ...others } = columns;
  if (id === undefined) return database.insert("monitor", columns).id;
  database.update("monitor", Number(id), others);
  return Number(id);
}

/** Changes a stored monitor: the properties that `editMonitor` knows, and no others. */
export function storeChangedMonitor(database: Database, stored: Row, monitor: Readonly<Values>): void {
  demandStatusCodes(monitor);
  const columns: Values = { ...stored };
  delete columns["id"];
  for (const [name, { column, shape, isEdited }] of monitorFields) {
    if (isEdited) columns[column] = shape === "json" ? JSON.stringify(monitor[name]) : monitor[name];
  }
  const port = Number.parseInt(String(monitor["port"]), 10);
  columns["port"] = Number.isNaN(port) ? null : port;
  columns["proxy_id"] = Number.isInteger(monitor["proxyId"]) ? monitor["proxyId"] : null;
  columns["retry_only_on_status_code_failure"] = Boolean(monitor["retryOnlyOnStatusCodeFailure"]);
  columns["manual_status"] = monitor["manual_status"];
  checkMonitor(columns);
  database.update("monitor", stored.id, columns);
}

/** Replaces the notifications of a monitor. Those that come before an unknown one stay linked. */
export function linkNotifications(database: Database, monitorId: number, list: unknown): void {
  database.delete("monitor_notification", { monitor_id: monitorId });
  for (const [id, isLinked] of Object.entries((list ?? {}) as Values)) {
    const table: TableName = "monitor_notification";
    if (isLinked) database.insert(table, { monitor_id: monitorId, notification_id: id });
  }
}
