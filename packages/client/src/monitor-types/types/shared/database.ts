import { someText, text } from "../../field-builders.ts";
import { optional } from "../../monitor-field.ts";
import type { MonitorFields } from "../../monitor-type-definition.ts";

/** How a database is reached. */
export interface DatabaseInput {
  /** The connection string, the password in it; a secret. */
  readonly databaseConnectionString: string;
}

/** How a database is reached, and what it is asked. */
export interface SqlInput extends DatabaseInput {
  /** The query; UP when it can be run. @defaultValue none, a harmless `SELECT 1` of the server */
  readonly databaseQuery?: string | undefined;
}

/** The fields of {@link DatabaseInput}. */
export const databaseFields: MonitorFields<DatabaseInput> = {
  databaseConnectionString: someText("databaseConnectionString", { isSecret: true }),
};

/** The fields of {@link SqlInput}. */
export const sqlFields: MonitorFields<SqlInput> = { ...databaseFields, databaseQuery: optional(text("databaseQuery")) };
