import * as Flags from "@oclif/core/flags";

import { usageError } from "../cli-error.ts";
import { spanFlag } from "./time-flags.ts";

/** The flags that say for which monitors a maintenance is, how long, and why. */
export const windowFlags = {
  for: spanFlag({ name: "for", summary: "How long, such as 30m or 2h." }),
  reason: Flags.string({ summary: "The reason, for status pages and for other people.", helpValue: "TEXT" }),
  host: Flags.string({
    summary: "All monitors that are about this machine; may be repeated.",
    helpValue: "HOST",
    multiple: true,
    multipleNonGreedy: true,
  }),
  tag: Flags.string({
    summary: "All monitors with this tag, as NAME or NAME=VALUE; may be repeated.",
    helpValue: "TAG",
    multiple: true,
    multipleNonGreedy: true,
  }),
  group: Flags.string({
    summary: "All monitors in this group; may be repeated.",
    helpValue: "GROUP",
    multiple: true,
    multipleNonGreedy: true,
  }),
};

/** The values of {@link windowFlags} that choose monitors. */
export interface WindowChoice {
  readonly host?: readonly string[] | undefined;
  readonly tag?: readonly string[] | undefined;
  readonly group?: readonly string[] | undefined;
}

/** The references that words and flags come to. @throws CliError (exit 2) when there is not one */
export function windowReferences(words: readonly string[], { host, tag, group }: WindowChoice): readonly string[] {
  const references = [
    ...words,
    ...(host ?? []).map((name) => `host:${name}`),
    ...(tag ?? []).map((name) => `tag:${name}`),
    ...(group ?? []).map((name) => `group:${name}`),
  ];
  if (references.length === 0)
    throw usageError("No monitor is named", "MONITOR, --host NAME, --tag TAG or --group GROUP");
  return references;
}
