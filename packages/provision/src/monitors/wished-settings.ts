import { findMonitorType, type Monitor } from "@kumakit/client";
import { isDeepStrictEqual } from "node:util";

import type { NewSetting, SettingChange } from "./monitor-action.ts";

type Settings = Readonly<Record<string, unknown>>;

/** The further settings of a new monitor in the form of a plan. */
export function newSettings(type: string, settings: Settings = {}): readonly NewSetting[] {
  return Object.entries(settings).map(([setting, value]) =>
    isSecretSetting(type, setting) ? { setting, to: null, isSecret: true } : { setting, to: value },
  );
}

/** The wished settings that a monitor has otherwise. */
export function changedSettings(monitor: Monitor, wished: Settings): readonly SettingChange[] {
  return Object.entries(wished).flatMap(([setting, to]) => {
    const from = settingOf(monitor, setting);
    if (isDeepStrictEqual(from, to)) return [];
    const isSecret = isSecretSetting(monitor.type, setting);
    return [isSecret ? { setting, from: null, to: null, isSecret } : { setting, from, to }];
  });
}

/** The value of a setting, of all types or of its type alone, secrets included. */
export function settingOf(monitor: Monitor, setting: string): unknown {
  return setting in monitor.settings ? monitor.settings[setting] : Reflect.get(monitor, setting);
}

function isSecretSetting(type: string, setting: string): boolean {
  const fields: object = findMonitorType(type)?.fields ?? {};
  const field: unknown = Reflect.get(fields, setting);
  return typeof field === "object" && field !== null && "isSecret" in field && field.isSecret === true;
}
