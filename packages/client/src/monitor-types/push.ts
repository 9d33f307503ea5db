import * as z from "zod";
import { commonShape, countSchema, pushTokenSchema, secondsSchema } from "./field-schemas.ts";
import { defineMonitorType } from "./monitor-type-definition.ts";
import { makePushToken } from "./push-token.ts";

/**
 * What a push monitor is created from. Upside-down mode off and no retries are said explicitly: with retries on the
 * server a DOWN is late and a recovery can go unreported.
 */
export interface PushMonitorInput {
  /** Fed by pushes to a URL; DOWN when one does not come in time. */
  readonly type: "push";
  /** Its name, up to 150 characters. */
  readonly name: string;
  /** Seconds in which a push must come. @defaultValue `60` */
  readonly interval?: number | undefined;
  /** Its description. */
  readonly description?: string | null | undefined;
  /** The group that it goes into. */
  readonly parent?: number | null | undefined;
  /** Whom it alerts. @defaultValue the server's default notifications, as its web page does; `[]` for nobody */
  readonly notificationIds?: readonly number[] | undefined;
  /** After how many DOWN beats in a row the alert is repeated. @defaultValue `0`, never */
  readonly resendInterval?: number | undefined;
  /** The secret of its URL. @defaultValue a new random one */
  readonly pushToken?: string | undefined;
  /** Whether it starts at once. @defaultValue `true` */
  readonly active?: boolean | undefined;
}

const inputSchema: z.ZodType<PushMonitorInput> = z.strictObject({
  type: z.literal("push"),
  ...commonShape,
  interval: secondsSchema.optional(),
  resendInterval: countSchema.optional(),
  pushToken: pushTokenSchema.optional(),
  active: z.boolean().optional(),
});

/** A monitor that is fed by pushes. */
export const pushMonitorType = defineMonitorType<PushMonitorInput>({
  type: "push",
  title: "Push",
  summary: "Waits for pushes to a secret URL, and is DOWN when one does not come in time.",
  since: "1.0",
  inputSchema,
  takesDefaultNotifications: true,
  toWire: (input, server) => {
    const interval = input.interval ?? 60;
    return {
      interval,
      retryInterval: interval,
      // What the server's page computes for every type (seconds).
      timeout: Math.trunc(interval * 8) / 10,
      maxretries: 0,
      upsideDown: false,
      resendInterval: input.resendInterval ?? 0,
      pushToken: input.pushToken ?? makePushToken(server.pushTokenLength),
      // Only a strict false is understood as paused.
      ...(input.active === false ? { active: false } : {}),
    };
  },
  example: { type: "push", name: "nightly backup", interval: 60 },
});
