import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { flag } from "../field-builders.ts";
import { optional } from "../monitor-field.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { databaseFields } from "./shared/database.ts";
import type { DatabaseInput } from "./shared/database.ts";

/** The settings of a new Redis monitor. */
export interface RedisMonitorInput extends CommonMonitorInput, DatabaseInput {
  /** UP when a Redis answers a ping. */
  readonly type: "redis";
  /** Whether a bad certificate is taken. Needs 2.0. @defaultValue `false` */
  readonly ignoreTls?: boolean | undefined;
}

/** A monitor that pings a Redis. */
export const redisMonitorType = defineMonitorType<RedisMonitorInput>({
  type: "redis",
  title: "Redis",
  summary: "Pings a Redis, and is UP when it answers.",
  since: "1.23",
  fields: { ...databaseFields, ignoreTls: optional(flag("ignoreTls", { since: "2.0" })) },
  example: { type: "redis", name: "cache", databaseConnectionString: "redis://monitor:secret@127.0.0.1:6379" },
});
