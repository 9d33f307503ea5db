import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { conditions } from "./shared/conditions.ts";
import type { Condition } from "./shared/conditions.ts";
import { sqlFields } from "./shared/database.ts";
import type { SqlInput } from "./shared/database.ts";

/** The settings of a new Microsoft SQL Server monitor. */
export interface SqlServerMonitorInput extends CommonMonitorInput, SqlInput {
  /** UP when a query can be run. */
  readonly type: "sqlserver";
  /** What the query's only value must be. Needs 2.1. @defaultValue none */
  readonly conditions?: readonly Condition<"result">[] | undefined;
}

/** A monitor that asks a Microsoft SQL Server. */
export const sqlServerMonitorType = defineMonitorType<SqlServerMonitorInput>({
  type: "sqlserver",
  title: "Microsoft SQL Server",
  summary: "Runs a query on a Microsoft SQL Server, and is UP when it can.",
  since: "1.23",
  fields: { ...sqlFields, conditions: conditions(["result"], { since: "2.1" }) },
  example: {
    type: "sqlserver",
    name: "accounts database",
    databaseConnectionString: "Server=127.0.0.1,1433;Database=accounts;User Id=monitor;Password=secret;Encrypt=false",
    databaseQuery: "SELECT 1",
  },
});
