import { readRecorded } from "../recorded/recorded-file.ts";

/** A column as `PRAGMA table_info` of a new 2.5.3 database shows it. */
export interface Column {
  readonly type: string;
  readonly required?: boolean;
  /** `DATETIME('now')` and `CURRENT_TIMESTAMP` stand for the moment of the insert. */
  readonly default?: string | number;
}

/** A foreign key. */
export interface Reference {
  readonly column: string;
  readonly table: TableName;
  readonly onDelete: "CASCADE" | "SET NULL" | "NO ACTION";
}

/** A table of the database of a 2.5.3 server. */
export interface Table {
  readonly columns: Readonly<Record<string, Column>>;
  readonly references?: readonly Reference[];
  readonly unique?: readonly (readonly string[])[];
}

const tableNames = [
  "user",
  "monitor",
  "notification",
  "tag",
  "monitor_tag",
  "monitor_notification",
  "proxy",
  "docker_host",
  "remote_browser",
  "api_key",
  "maintenance",
  "monitor_maintenance",
  "maintenance_status_page",
  "status_page",
  "group",
  "monitor_group",
  "incident",
  "setting",
] as const;

/** The tables that clients see something of. */
export type TableName = (typeof tableNames)[number];

/** The tables of a 2.5.3 server, recorded from its database. */
export const schema = readRecorded("schema") as Readonly<Record<TableName, Table>>;
