import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { sqlFields } from "./shared/database.ts";
import type { SqlInput } from "./shared/database.ts";

/** The settings of a new PostgreSQL monitor. */
export interface PostgresMonitorInput extends CommonMonitorInput, SqlInput {
  /** UP when a query can be run. */
  readonly type: "postgres";
}

/** A monitor that asks a PostgreSQL database. */
export const postgresMonitorType = defineMonitorType<PostgresMonitorInput>({
  type: "postgres",
  title: "PostgreSQL",
  summary: "Runs a query on a PostgreSQL database, and is UP when it can.",
  since: "1.23",
  fields: sqlFields,
  example: {
    type: "postgres",
    name: "shop database",
    databaseConnectionString: "postgres://monitor:secret@127.0.0.1:5432/shop",
    databaseQuery: "SELECT 1",
  },
});
