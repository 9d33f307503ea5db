import * as Flags from "@oclif/core/flags";
import type { IfExists, MonitorWish, TagWish } from "@kumakit/provision";

import { usageError } from "../cli-error.ts";
import { parseWait } from "../parse-wait.ts";

/** The ways to deal with something that exists already. */
const IF_EXISTS = ["error", "keep", "update"] as const satisfies readonly IfExists[];

/** `--interval`, in seconds. */
export const intervalFlag = Flags.custom<number>({
  summary: "Seconds in which a heartbeat must come; also as 5m. Default: 60.",
  helpValue: "SECONDS",
  parse: async (text) => parseInterval(text),
});

/** `--if-exists error|keep|update`. */
export const ifExistsFlag = Flags.option({
  summary: "When it exists already: fail, leave it as it is, or make it as given here.",
  options: IF_EXISTS,
  default: "keep",
});

/** `--tag`. */
export const tagFlag = Flags.custom<TagWish>({
  summary: "Attach a tag, which is created when there is none; may be repeated.",
  helpValue: "NAME=VALUE",
  multiple: true,
  multipleNonGreedy: true,
  parse: async (text) => parseTag(text),
});

/** Whom a monitor alerts, and where it belongs: the same flags wherever a monitor can be created. */
export const monitorFlags = {
  notify: Flags.string({
    summary: "Alert this notification, by name or as id:3; may be repeated. Default: the server's default ones.",
    helpValue: "NAME",
    multiple: true,
    multipleNonGreedy: true,
    exclusive: ["no-notify"],
  }),
  "no-notify": Flags.boolean({ default: false, summary: "Alert nobody." }),
  group: Flags.string({ summary: "Put it into this group, which is created when there is none.", helpValue: "NAME" }),
  tag: tagFlag({ multiple: true }),
};

/** The values of {@link monitorFlags}. */
export interface MonitorFlags {
  readonly notify?: readonly string[] | undefined;
  readonly "no-notify"?: boolean;
  readonly group?: string | undefined;
  readonly tag?: readonly TagWish[] | undefined;
}

/** Whom a monitor is to alert, out of `--notify` and `--no-notify`. */
export function notifyWish(flags: Pick<MonitorFlags, "notify" | "no-notify">): MonitorWish["notify"] {
  if (flags["no-notify"] === true) return "none";
  return flags.notify === undefined || flags.notify.length === 0 ? "default" : flags.notify;
}

function parseInterval(text: string): number {
  const milliseconds = durationOf(text);
  if (milliseconds === undefined || milliseconds % 1000 !== 0)
    throw usageError("--interval must be a number of whole seconds, from 1 s to 24 days", "--interval 60");
  return milliseconds / 1000;
}

function durationOf(text: string): number | undefined {
  try {
    return parseWait(text);
  } catch {
    return undefined;
  }
}

function parseTag(text: string): TagWish {
  const [name = "", ...rest] = text.split("=");
  if (name.trim() === "") throw usageError("--tag must look like NAME=VALUE", "--tag env=prod");
  return { name: name.trim(), value: rest.join("=").trim() };
}
