import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { text } from "../field-builders.ts";
import { optional } from "../monitor-field.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { conditions } from "./shared/conditions.ts";
import type { Condition } from "./shared/conditions.ts";
import { sqlFields } from "./shared/database.ts";
import type { SqlInput } from "./shared/database.ts";

/** The settings of a new MySQL or MariaDB monitor. */
export interface MysqlMonitorInput extends CommonMonitorInput, SqlInput {
  /** UP when a query can be run. */
  readonly type: "mysql";
  /** The password, when it does not stand in the connection string; a secret. @defaultValue none */
  readonly password?: string | undefined;
  /** What the query's only value must be. Needs 2.1. @defaultValue none */
  readonly conditions?: readonly Condition<"result">[] | undefined;
}

/** A monitor that asks a MySQL or MariaDB database. */
export const mysqlMonitorType = defineMonitorType<MysqlMonitorInput>({
  type: "mysql",
  title: "MySQL/MariaDB",
  summary: "Runs a query on a MySQL or MariaDB database, and is UP when it can.",
  since: "1.23",
  fields: {
    ...sqlFields,
    // The server has no separate column for it.
    password: optional(text("radiusPassword", { isSecret: true })),
    conditions: conditions(["result"], { since: "2.1" }),
  },
  example: {
    type: "mysql",
    name: "blog database",
    databaseConnectionString: "mysql://monitor@127.0.0.1:3306/blog",
    databaseQuery: "SELECT 1",
    password: "secret",
  },
});
