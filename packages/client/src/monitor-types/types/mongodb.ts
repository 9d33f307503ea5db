import * as z from "zod";
import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { text } from "../field-builders.ts";
import { optional } from "../monitor-field.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { databaseFields } from "./shared/database.ts";
import type { DatabaseInput } from "./shared/database.ts";

/** The settings of a new MongoDB monitor. */
export interface MongodbMonitorInput extends CommonMonitorInput, DatabaseInput {
  /** UP when a command can be run. */
  readonly type: "mongodb";
  /** The command, as JSON. Needs 2.0. @defaultValue none, a ping */
  readonly databaseQuery?: string | undefined;
  /** The JSONata expression that picks a value out of the result. Needs 2.0. @defaultValue `"$"`, the whole result */
  readonly jsonPath?: string | undefined;
  /** What that value must be. Needs 2.0. @defaultValue none, any is right */
  readonly expectedValue?: string | undefined;
}

function isJson(query: string): boolean {
  try {
    return query === "" || JSON.parse(query) !== undefined;
  } catch {
    return false;
  }
}

/** A monitor that asks a MongoDB. */
export const mongodbMonitorType = defineMonitorType<MongodbMonitorInput>({
  type: "mongodb",
  title: "MongoDB",
  summary: "Runs a command on a MongoDB, and is UP when it can and the result is right.",
  since: "1.23",
  fields: {
    ...databaseFields,
    databaseQuery: optional(text("databaseQuery", { since: "2.0", schema: z.string().refine(isJson, "must be JSON") })),
    jsonPath: optional(text("jsonPath", { since: "2.0" })),
    expectedValue: optional(text("expectedValue", { since: "2.0" })),
  },
  defaults: () => ({ jsonPath: "$" }),
  example: {
    type: "mongodb",
    name: "documents",
    databaseConnectionString: "mongodb://monitor:secret@127.0.0.1:27017/documents",
  },
});
