import { printable } from "@kumakit/text";
import type { MuteReport } from "@kumakit/agent/config";

import type { Zod } from "../contract/command-contract.ts";
import { localTime } from "../output/figures.ts";

/** The output of `kuma agent mute --json` and `unmute --json`. */
export const muteSchema = (z: Zod) =>
  z.strictObject({
    dryRun: z.boolean(),
    changed: z.array(z.string()).describe("The checks that were muted, or are muted no more."),
    mutes: z
      .array(
        z.strictObject({
          check: z.string(),
          until: z.iso.datetime(),
          reason: z.string().describe("Empty when none was given."),
        }),
      )
      .describe("Every mute that is in force on the host."),
    isRunning: z
      .boolean()
      .describe("Whether an agent runs there and has taken it; else the next one that starts does."),
  });

/** A report as it prints it. */
export function muteData({ changed, mutes, isRunning }: MuteReport, dryRun: boolean) {
  return { dryRun, changed, mutes, isRunning };
}

/** The output of `kuma agent mute` for people. */
export function describeMute({ changed, mutes, isRunning }: MuteReport, dryRun: boolean): string {
  const { until, reason = "" } = mutes.find(({ check }) => check === changed[0]) ?? {};
  const time = until === undefined ? "" : ` until ${localTime(new Date(until), true)}`;
  const why = reason === "" ? "" : ` (${printable(reason)})`;
  return lines(`${dryRun ? "Would mute" : "Muted"} ${namesOf(changed)}${time}${why}.`, isRunning);
}

/** The output of `kuma agent unmute` for people. */
export function describeUnmute({ changed, isRunning }: MuteReport, dryRun: boolean): string {
  if (changed.length === 0) return "Nothing to do: none of these checks is muted.";
  return lines(`${dryRun ? "Would end" : "Ended"} the mute of ${namesOf(changed)}.`, isRunning);
}

function namesOf(names: readonly string[]): string {
  return printable(names.join(", "));
}

function lines(text: string, isRunning: boolean): string {
  return isRunning ? text : `${text}\n${notRunning}`;
}

const notRunning = "The agent does not run now: it takes this when it starts.";
