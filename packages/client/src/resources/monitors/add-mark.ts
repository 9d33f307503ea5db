import { randomUUID } from "node:crypto";
import type { CallOptions } from "../call-options.ts";
import type { SendWindow } from "./send-window.ts";

type Wire = Readonly<Record<string, unknown>>;

/** How an `add` is sent. */
export interface AddOptions extends CallOptions {
  /** How long a server may stay away before it is given up, in ms. @defaultValue `timeout` */
  readonly patience?: number | undefined;
  /** Called as soon as the server refuses, before it is known what that has left behind. */
  readonly onRefusal?: (() => void) | undefined;
  /** Stops waiting for a server that is away; what is sent is waited for. */
  readonly stop?: AbortSignal | undefined;
  /** Of the bulk run that the `add` belongs to. */
  readonly window?: SendWindow | undefined;
}

/**
 * The column that says which `add` a monitor came from. No name, type, group or setting does: another client may have sent
 * the same at the same time. Every version has this column since 1.8, stores what a new monitor brings along, gives it back in
 * its lists and lets no edit change it (`server/server.js`, `server/model/monitor.js`). It means something for the types `dns` and
 * `globalping` alone: what the last look-up gave, which the first one overwrites and nothing but the server's page shows.
 */
export const markColumn = "dns_last_result";

/** A monitor that is to be added, with its own mark in it. The text is what the server's page shows of a `dns` monitor. */
export function marked(wire: Wire): Wire {
  return { ...wire, [markColumn]: `not looked up yet (${randomUUID()})` };
}

/** Whether a monitor still has its mark after its first check: for the others the server stores a result instead. */
export function keepsMark({ type }: Wire): boolean {
  return type !== "dns" && type !== "globalping";
}

/** Whether a new monitor looks like one that was to be added. */
export function looksLike(row: Wire, wire: Wire, before: number): boolean {
  const isAlike = row["name"] === wire["name"] && row["type"] === wire["type"];
  return isAlike && Number(row["id"]) > before && (row["parent"] ?? null) === (wire["parent"] ?? null);
}
