import type { Monitor, StatusPageGroup, StatusPagePatch } from "@kumakit/client";

import { usageError } from "../cli-error.ts";
import type { PageFlags } from "../flags/page-flags.ts";
import { selectMonitors } from "../monitors/select-monitors.ts";

/** The change of a status page, and what it does in sentences that complete "Would …". */
export interface PageWish {
  readonly patch: StatusPagePatch;
  readonly steps: readonly string[];
}

/** The change that flags stand for. @throws CliError for monitors that are not there */
export function pageWish(flags: PageFlags, all: readonly Monitor[]): PageWish {
  const { title, description, footer: footerText, theme, domain: domainNames, monitors } = flags;
  const groups = monitors?.map((text) => groupOf(text, all));
  const texts = { title, description, footerText, theme, showTags: flags["show-tags"], domainNames };
  const given = Object.entries(texts).filter(([, value]) => value !== undefined);
  return {
    patch: { ...Object.fromEntries(given), ...(groups === undefined ? {} : { groups }) },
    steps: [
      ...given.map(([name, value]) => `set ${name} to ${JSON.stringify(value)}`),
      ...(groups ?? []).map(
        ({ name, monitors: on }) =>
          `show ${on.length} monitor${on.length === 1 ? "" : "s"} in the group ${JSON.stringify(name)}`,
      ),
    ],
  };
}

function groupOf(text: string, all: readonly Monitor[]): StatusPageGroup {
  const end = text.indexOf("=");
  const references = text
    .slice(end + 1)
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  if (end < 1 || references.length === 0)
    throw usageError("--monitors must look like GROUP=MONITORS", '--monitors "Web=shop,api"');
  const { monitors } = selectMonitors(all, references);
  return { name: text.slice(0, end).trim(), monitors: monitors.map(({ id }) => ({ id })) };
}
