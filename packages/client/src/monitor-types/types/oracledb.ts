import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { someText, text } from "../field-builders.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { conditions } from "./shared/conditions.ts";
import type { Condition } from "./shared/conditions.ts";
import { sqlFields } from "./shared/database.ts";
import type { SqlInput } from "./shared/database.ts";

/** The settings of a new Oracle Database monitor. */
export interface OracledbMonitorInput extends CommonMonitorInput, SqlInput {
  /** UP when a query can be run. */
  readonly type: "oracledb";
  /** The user. */
  readonly username: string;
  /** The password; a secret. */
  readonly password: string;
  /** What the query's only value must be. @defaultValue none */
  readonly conditions?: readonly Condition<"result">[] | undefined;
}

/** A monitor that asks an Oracle Database. */
export const oracledbMonitorType = defineMonitorType<OracledbMonitorInput>({
  type: "oracledb",
  title: "Oracle Database",
  summary: "Runs a query on an Oracle Database, and is UP when it can.",
  since: "2.3",
  fields: {
    ...sqlFields,
    // The server has no separate columns for them.
    username: someText("basic_auth_user"),
    password: text("basic_auth_pass", { isSecret: true }),
    conditions: conditions(["result"]),
  },
  example: {
    type: "oracledb",
    name: "payroll database",
    databaseConnectionString: "127.0.0.1:1521/payroll",
    username: "monitor",
    password: "secret",
  },
});
