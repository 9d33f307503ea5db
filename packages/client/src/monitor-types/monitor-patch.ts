import * as z from "zod";
import { commonShape, countSchema, nameSchema, pushTokenSchema, secondsSchema } from "./field-schemas.ts";

/** What is to be changed about a monitor; fields that are left out stay as they are. */
export interface MonitorPatch {
  /** Its name, up to 150 characters. */
  readonly name?: string | undefined;
  /** Its description. */
  readonly description?: string | null | undefined;
  /** The group that it goes into; `null` takes it out. */
  readonly parent?: number | null | undefined;
  /** Whom it alerts: replaces the whole list. */
  readonly notificationIds?: readonly number[] | undefined;
  /** Seconds between checks. */
  readonly interval?: number | undefined;
  /** Seconds between checks while it is pending. */
  readonly retryInterval?: number | undefined;
  /** After how many DOWN beats in a row the alert is repeated; 0 for never. */
  readonly resendInterval?: number | undefined;
  /** How many failures are pending before one counts as DOWN. */
  readonly maxretries?: number | undefined;
  /** Whether UP and DOWN are swapped. */
  readonly upsideDown?: boolean | undefined;
  /** The secret of a push monitor's URL; the old one stops working at once. */
  readonly pushToken?: string | undefined;
  /** Pauses (`false`) or resumes (`true`) it. */
  readonly active?: boolean | undefined;
}

/** Checks a {@link MonitorPatch}. */
export const monitorPatchSchema: z.ZodType<MonitorPatch> = z.strictObject({
  ...commonShape,
  name: nameSchema.optional(),
  interval: secondsSchema.optional(),
  retryInterval: secondsSchema.optional(),
  resendInterval: countSchema.optional(),
  maxretries: countSchema.optional(),
  upsideDown: z.boolean().optional(),
  pushToken: pushTokenSchema.optional(),
  active: z.boolean().optional(),
});
