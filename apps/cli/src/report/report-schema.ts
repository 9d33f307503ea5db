import type { Zod } from "../contract/command-contract.ts";
import { namedSchema, serverUrlSchema } from "../contract/shared-schemas.ts";
import type { Sums } from "./availability.ts";
import type { Report } from "./gather-report.ts";

const sumsFields = (z: Zod) => ({
  availability: z.number().nullable().describe("From 0 to 1: the time up in the time up and down; null without any."),
  seconds: z
    .strictObject({
      up: z.int(),
      down: z.int(),
      maintenance: z.int(),
      unmeasured: z.int().describe("Without heartbeats: it was paused, or it or the server was away."),
      unwatched: z.int().describe("Before the first heartbeat."),
    })
    .describe("How long it was in each way."),
});

/** The output of `kuma report --json`. */
export const reportSchema = (z: Zod) =>
  z.strictObject({
    server: serverUrlSchema(z),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    timeZone: z.string(),
    deletedBefore: z.iso
      .datetime()
      .nullable()
      .describe("The server has deleted what it knew before; null when it has all."),
    ...sumsFields(z),
    hosts: z.array(
      z.strictObject({
        host: z.string().nullable().describe("Null for the monitors of no host."),
        ...sumsFields(z),
        monitors: z.array(
          z.strictObject({
            ...namedSchema(z).shape,
            group: z.string().nullable(),
            ...sumsFields(z),
            outages: z.array(
              z.strictObject({
                began: z.iso.datetime().describe("It may be before the period."),
                ended: z.iso.datetime().nullable().describe("Null when it had not ended by the end of the period."),
                seconds: z.int().describe("Within the period, without time in which there were no heartbeats."),
                reason: z.string().describe("The text of the alert; empty when it is no longer known."),
              }),
            ),
          }),
        ),
      }),
    ),
  });

/** A report as `kuma report --json` prints it. */
export function reportData({ server, period, deletedBefore, hosts, sums, availability }: Report) {
  return {
    server,
    from: new Date(period.from).toISOString(),
    to: new Date(period.to).toISOString(),
    timeZone: period.timeZone,
    deletedBefore: deletedBefore === null ? null : new Date(deletedBefore).toISOString(),
    availability,
    seconds: inSeconds(sums),
    hosts: hosts.map((host) => ({
      host: host.host ?? null,
      availability: host.availability,
      seconds: inSeconds(host.sums),
      monitors: host.monitors.map((one) => ({
        id: one.seen.monitor.id,
        name: one.seen.monitor.name,
        group: one.seen.groups.length === 0 ? null : one.seen.groups.join("/"),
        availability: one.availability,
        seconds: inSeconds(one.sums),
        outages: one.outages.map(({ began, ended, length, reason }) => ({
          began: new Date(began).toISOString(),
          ended: ended === null ? null : new Date(ended).toISOString(),
          seconds: Math.round(length / 1000),
          reason,
        })),
      })),
    })),
  };
}

function inSeconds(sums: Sums) {
  const seconds = (length: number): number => Math.round(length / 1000);
  return {
    up: seconds(sums.up),
    down: seconds(sums.down),
    maintenance: seconds(sums.maintenance),
    unmeasured: seconds(sums.unmeasured),
    unwatched: seconds(sums.unwatched),
  };
}
