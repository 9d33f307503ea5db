import type { DrillState, KnownDrills } from "@kumakit/provision";

import type { Zod } from "../contract/command-contract.ts";
import { namedSchema } from "../contract/shared-schemas.ts";
import { ago, localTime } from "../output/figures.ts";
import type { Column } from "../output/table.ts";
import type { Style } from "../output/theme.ts";

/** The drills on a host itself: its timer runs, it does not, or there are none; null when nobody looked. */
export type OnHost = "running" | "stopped" | "none";

/** A row of the list. */
export interface ListedDrills extends KnownDrills {
  readonly onHost: OnHost | null;
}

const states = ["proven", "waiting", "unproven", "silent", "paused", "new"] as const satisfies readonly DrillState[];

/** `kuma drill list --json`. */
export const listedDrillsSchema = (z: Zod) =>
  z.array(
    z.strictObject({
      ...namedSchema(z).shape,
      host: z.string(),
      every: z.enum(["weekly", "monthly"]).describe("Every week, or every four weeks."),
      state: z.enum(states),
      sentAt: z.iso.datetime().nullable().describe("When the last drill was."),
      acknowledgedAt: z.iso.datetime().nullable(),
      acknowledgedBy: z.string().nullable(),
      next: z.iso.datetime().nullable().describe("The day of the next drill."),
      channels: z.array(namedSchema(z).extend({ type: z.string() })),
      onHost: z.enum(["running", "stopped", "none"]).nullable().describe("On the host itself; null without --host."),
    }),
  );

/** Drills as that prints them; the codes stay in the channels. */
export function listedDrillsData({ monitor, host, every, state, sentAt, ack, next, channels, onHost }: ListedDrills) {
  return {
    id: monitor.id,
    name: monitor.name,
    host,
    every,
    state,
    sentAt: sentAt?.toISOString() ?? null,
    acknowledgedAt: ack?.at.toISOString() ?? null,
    acknowledgedBy: ack?.by ?? null,
    next: next?.toISOString() ?? null,
    channels,
    onHost,
  };
}

const styles: Readonly<Record<DrillState, Style>> = {
  proven: "success",
  waiting: "warning",
  unproven: "error",
  silent: "error",
  paused: "faint",
  new: "faint",
};

/** The table of drills. */
export function drillColumns(now: Date, withHosts: boolean): readonly Column<ListedDrills>[] {
  return [
    { heading: "host", cell: ({ host }) => host },
    { heading: "every", cell: ({ every }) => every },
    { heading: "state", cell: ({ state }) => state, style: ({ state }) => styles[state] },
    { heading: "last drill", cell: ({ sentAt }) => ago(sentAt ?? undefined, now) },
    { heading: "acknowledged", cell: ({ ack }) => (ack === null ? "never" : `${ago(ack.at, now)} by ${ack.by}`) },
    { heading: "next", cell: ({ next }) => (next === null ? "-" : localTime(next).slice(0, 10)) },
    ...(withHosts ? [{ heading: "on host", cell: ({ onHost }: ListedDrills) => onHost ?? "-" }] : []),
    { heading: "channels", cell: ({ channels }) => channels.map(({ name }) => name).join(", "), isFlexible: true },
  ];
}
