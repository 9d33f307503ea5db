import * as Flags from "@oclif/core/flags";
import type { MonitorEditWish, TagWish } from "@kumakit/provision";

import { monitorFlags, notifyWish, type MonitorFlags } from "./monitor-flags.ts";

/** The flags of a change to a monitor that is there, or of a copy of it, besides those for its settings. */
export const monitorChangeFlags = {
  name: Flags.string({ summary: "Call it so.", helpValue: "NAME" }),
  description: Flags.string({ summary: "A text for people.", helpValue: "TEXT" }),
  notify: Flags.string({
    summary: "Alert this notification and no other, by name or as id:3; may be repeated.",
    helpValue: "NAME",
    multiple: true,
    multipleNonGreedy: true,
    exclusive: ["no-notify"],
  }),
  "no-notify": monitorFlags["no-notify"],
  group: Flags.string({
    summary: "Put it into this group, which is created when there is none.",
    helpValue: "NAME",
    exclusive: ["no-group"],
  }),
  "no-group": Flags.boolean({ default: false, summary: "Put it into no group." }),
};

/** The values of {@link monitorChangeFlags}. */
export interface MonitorChangeFlags extends Pick<MonitorFlags, "notify" | "no-notify" | "group"> {
  readonly name?: string | undefined;
  readonly interval?: number | undefined;
  readonly description?: string | undefined;
  readonly "no-group"?: boolean;
  readonly tag?: readonly TagWish[] | undefined;
  readonly "remove-tag"?: readonly string[] | undefined;
}

/** The wish that these flags stand for; what is not named stays. */
export function changeWish(flags: MonitorChangeFlags): MonitorEditWish {
  const { name, interval, description, tag, "remove-tag": removed } = flags;
  const isAboutAlerts = flags["no-notify"] === true || (flags.notify ?? []).length > 0;
  return {
    ...(name === undefined ? {} : { name }),
    ...(interval === undefined ? {} : { interval }),
    ...(description === undefined ? {} : { description }),
    ...(isAboutAlerts ? { notify: notifyWish(flags) } : {}),
    ...(flags["no-group"] === true ? { group: null } : flags.group === undefined ? {} : { group: flags.group }),
    tags: tag ?? [],
    withoutTags: tagsToRemove(removed),
  };
}

/** The tags that such a flag names; one without a value goes whatever its value is. */
export function tagsToRemove(texts: readonly string[] = []): NonNullable<MonitorEditWish["withoutTags"]> {
  return texts.map((text) => {
    const [name = "", ...rest] = text.split("=");
    return rest.length === 0 ? { name: name.trim() } : { name: name.trim(), value: rest.join("=").trim() };
  });
}

/** A flag for tags that are taken off. */
export function removeTagFlag() {
  return Flags.string({
    summary: "Take a tag off, as NAME or NAME=VALUE; may be repeated.",
    helpValue: "TAG",
    multiple: true,
    multipleNonGreedy: true,
  });
}
