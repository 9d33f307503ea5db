import type { Heartbeat, KumaClient } from "@kumakit/client";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import type { Zod } from "../../contract/command-contract.ts";
import { listFlags } from "../../flags/command-flags.ts";
import { parseSince, sinceFlag } from "../../flags/time-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { oneMonitor } from "../../monitors/select-monitors.ts";
import { historyColumns, withLengths } from "../../monitors/history.ts";

const HOUR = 3_600_000;

/** `kuma monitor history MONITOR`. */
export default class MonitorHistory extends KumaCommand<typeof MonitorHistory> {
  static override summary = "List when the status of a monitor changed, and why; the newest first.";
  static override args = { monitor: Args.string({ description: "Its id or name.", required: true }) };
  static override flags = {
    since: sinceFlag("How far back: 24h, 30d, or a time such as 2026-11-01. Default: 7d."),
    all: Flags.boolean({ default: false, summary: "List every heartbeat, not the changes alone." }),
    ...listFlags,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> app3/nginx",
    {
      description: "Every heartbeat of the last hour, as JSON",
      command: "<%= config.bin %> <%= command.id %> 12 --all --since 1h --json",
    },
  ];
  static output = (z: Zod) =>
    z.array(
      z.strictObject({
        time: z.iso.datetime(),
        status: z.enum(["up", "down", "pending", "maintenance"]),
        message: z.string(),
        ping: z.number().nullable().describe("Milliseconds."),
        important: z.boolean().describe("Whether the status changed with it."),
        lasted: z.int().nullable().describe("Seconds until the next one in the list; null for the newest."),
      }),
    );
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(MonitorHistory);
    const client = await this.connect({ untilInterrupted: true, keepStates: true });
    const { id } = oneMonitor(await client.monitors.list(), args.monitor);
    const since = flags.since ?? parseSince("7d", new Date());
    const beats = flags.all ? await heartbeats(client, id, since) : await changes(client, id, since);
    const rows = withLengths(beats);
    if (rows.length === 0) this.note(`Nothing is recorded since ${since.toISOString()}.`);
    const data = rows.map(({ beat, lasted }) => ({
      time: beat.time.toISOString(),
      status: beat.status,
      message: beat.message,
      ping: beat.ping,
      important: beat.important,
      lasted: lasted === undefined ? null : Math.round(lasted / 1000),
    }));
    const ids = data.map(({ time }) => time);
    await this.printTable({ data, rows, columns: historyColumns(flags.all, new Date()), ids }, flags);
  }
}

async function heartbeats(client: KumaClient, id: number, since: Date): Promise<readonly Heartbeat[]> {
  const hours = Math.max(1, Math.ceil((Date.now() - since.getTime()) / HOUR));
  const beats = await client.monitors.heartbeats(id, { hours });
  return beats.filter(({ time }) => time >= since).toReversed();
}

async function changes(client: KumaClient, monitorId: number, since: Date): Promise<readonly Heartbeat[]> {
  const found: Heartbeat[] = [];
  for await (const beat of client.monitors.importantHeartbeats({ monitorId })) {
    if (beat.time < since) break;
    found.push(beat);
  }
  return found;
}
