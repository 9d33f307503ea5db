import type { Heartbeat, HeartbeatStatus } from "@kumakit/client";

import { inStatusStyle } from "../output/status-text.ts";
import type { OutputStream } from "../output/theme.ts";

/** One sign for each heartbeat: the shape says it too, not the colour alone. */
export const BEAT_SIGNS: Readonly<Record<HeartbeatStatus, string>> = {
  up: "█",
  down: "▁",
  pending: "▄",
  maintenance: "░",
};
const HEIGHTS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/** The last heartbeats as a bar, the newest on the right, as Kuma's own page draws them. */
export function beatBar(beats: readonly Heartbeat[], stream: OutputStream): string {
  return beats.map(({ status }) => inStatusStyle(status, BEAT_SIGNS[status], stream)).join("");
}

/** Says which sign is which, for those that are there. */
export function beatLegend(beats: readonly Heartbeat[]): string {
  const all: readonly HeartbeatStatus[] = ["up", "down", "pending", "maintenance"];
  const there = all.filter((status) => beats.some((beat) => beat.status === status));
  return there.map((status) => `${BEAT_SIGNS[status]} ${status}`).join("  ");
}

/** The response times as a line of bars, from 0 to the longest; a blank where none was measured. */
export function pingLine(beats: readonly Heartbeat[]): string {
  const pings = beats.map(({ ping }) => ping);
  const longest = Math.max(0, ...pings.map((ping) => ping ?? 0));
  if (longest === 0) return "";
  const height = (ping: number): number => Math.min(HEIGHTS.length - 1, Math.floor((ping / longest) * HEIGHTS.length));
  return pings.map((ping) => (ping === null ? " " : (HEIGHTS[height(ping)] ?? " "))).join("");
}
