import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { text } from "../field-builders.ts";
import { pushTokenSchema } from "../field-schemas.ts";
import { optional } from "../monitor-field.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { makePushToken } from "../push-token.ts";

/**
 * The settings of a new push monitor. Leave `upsideDown` and `maxRetries` alone: with retries on the server a DOWN is
 * late and a recovery can go unreported.
 */
export interface PushMonitorInput extends CommonMonitorInput {
  /** Fed by pushes to a URL; DOWN when one does not come in time. */
  readonly type: "push";
  /** Seconds in which a push must come. @defaultValue `60` */
  readonly interval?: number | undefined;
  /** The secret of its URL. @defaultValue a new random one */
  readonly pushToken?: string | undefined;
}

/** A monitor that is fed by pushes. */
export const pushMonitorType = defineMonitorType<PushMonitorInput>({
  type: "push",
  title: "Push",
  summary: "Waits for pushes to a secret URL, and is DOWN when one does not come in time.",
  since: "1.23",
  fields: { pushToken: optional(text("pushToken", { schema: pushTokenSchema, isSecret: true })) },
  fresh: (server) => ({ pushToken: makePushToken(server.pushTokenLength) }),
  example: { type: "push", name: "nightly backup", interval: 60 },
});
