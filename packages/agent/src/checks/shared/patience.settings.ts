import { durationSetting } from "../../config/settings/duration-setting.ts";
import { settingTraits } from "../../config/settings/setting-traits.ts";

/**
 * How long something that stopped cleanly may stay away before it is DOWN.
 *
 * @param max - the longest, in s
 */
export function downAfterSetting(max: number) {
  return durationSetting({ min: 0, max }).prefault("5 s");
}

/**
 * The limit of one try.
 *
 * @param max - the longest, in s
 */
export function timeoutSetting(max: number) {
  return durationSetting({ min: 0.1, max })
    .register(settingTraits, { kind: "duration", flag: "look-timeout" })
    .prefault("10 s");
}

/** How long a figure may be over its limit. */
export const lastingSetting = durationSetting({ min: 0, max: 86_400 })
  .prefault("60 s")
  .describe("How long it must last before it is DOWN. Meanwhile the agent looks every 10 s.");
