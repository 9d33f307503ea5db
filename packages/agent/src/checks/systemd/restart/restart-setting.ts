import * as z from "zod";
import { durationSetting } from "../../../config/settings/duration-setting.ts";

const seconds = (min: number) => durationSetting({ min, max: 86_400 });

/** The schema of the rule by which the agent restarts a unit that has failed; times in seconds. */
export const restartSetting = z.strictObject({
  /** How long the unit has to have been failed before it is restarted. */
  after: seconds(0).prefault("0 s"),
  /** The least time between two restarts. */
  cooldown: seconds(1).prefault("1 min"),
  /** So many restarts within the time, and no more. */
  atMost: z.int().min(1).max(100).default(3),
  within: seconds(10).prefault("1 h"),
});

/** When to restart a unit, and how often. */
export type RestartRule = z.output<typeof restartSetting>;
