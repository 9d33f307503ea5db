import type { DrillOutcome, DrillPlan, Finding } from "@kumakit/provision";

import type { Zod } from "../contract/command-contract.ts";
import { dryRunSchema, namedSchema } from "../contract/shared-schemas.ts";
import { cureOf } from "./cure-of.ts";

/** Whether a person has seen the alert of a drill, by the channel's id; empty when nobody was asked. */
export type Seen = ReadonlyMap<number, boolean>;

/** A service that was stopped, or was not because nobody would have been alerted, with `--json`. */
export const drillSchema = (z: Zod) => {
  const noticed = z.strictObject({ ms: z.int(), message: z.string() }).nullable();
  return z.strictObject({
    drill: z.string().describe("The service."),
    host: z.string(),
    monitor: namedSchema(z),
    proven: z.boolean().describe("False when the command ends with 8."),
    findings: z.array(
      z.strictObject({
        code: z.string(),
        severity: z.enum(["problem", "warning"]).describe("With a problem nothing is stopped."),
        message: z.string().describe('A sentence, of which "it" is the monitor.'),
        cure: z.string(),
      }),
    ),
    channels: z.array(
      z.strictObject({
        ...namedSchema(z).shape,
        type: z.string(),
        acknowledged: z.boolean().nullable().describe("Whether a person has seen it; null when nobody was asked."),
      }),
    ),
    stop: z
      .strictObject({
        forMs: z.int().describe("How long it was to stay stopped at most, in ms."),
        stoppedMs: z.int().describe("This and the next ones: in ms since it began to stop."),
        down: noticed.describe("When Uptime Kuma showed the DOWN; null when it did not."),
        startedMs: z.int(),
        up: noticed,
        calledBefore: z.boolean().describe("Whether the server shows a change only once it has called the channels."),
        runs: z.boolean().describe("Whether all that was stopped runs again."),
      })
      .nullable(),
  });
};

/** The drill that `--dry-run` shows. */
export const plannedDrillSchema = (z: Zod) =>
  dryRunSchema(z, {
    drill: z.string(),
    host: z.string(),
    monitor: namedSchema(z),
    together: z.array(z.string()).describe("The units that stop together with it."),
    findings: z.array(z.string()),
  });

/** The findings that speak against a drill. */
export function problemsIn({ findings }: DrillPlan): readonly Finding[] {
  return findings.filter(({ severity }) => severity === "problem");
}

/** The reasons why a drill has proven nothing; empty when all went well. */
export function drillFaults({ down, up, end, forMs }: DrillOutcome, seen: Seen): readonly string[] {
  return [
    ...(down === null ? [`no DOWN within ${Math.round(forMs / 1000)} s`] : []),
    ...(down !== null && up === null ? ["no UP after it was started"] : []),
    ...end.notRunning.map((one) => `${one.unit} is ${one.state}`),
    ...([...seen.values()].includes(false) ? ["not every channel has shown it"] : []),
  ];
}

/** A drill for `--json`; without an outcome it was not carried out. */
export function drillData(plan: DrillPlan, outcome: DrillOutcome | undefined, seen: Seen) {
  const { drilled, monitor, findings, channels } = plan;
  return {
    drill: drilled.unit,
    host: drilled.hostname,
    monitor: { id: monitor.id, name: monitor.name },
    proven: outcome !== undefined && drillFaults(outcome, seen).length === 0,
    findings: findings.map((found) => {
      const { code, severity, message } = found;
      return { code, severity, message, cure: cureOf(found) };
    }),
    channels: channels.map(({ id, name, type }) => ({ id, name, type, acknowledged: seen.get(id) ?? null })),
    stop: outcome === undefined ? null : stopData(outcome),
  };
}

function stopData({ forMs, stoppedMs, down, startedMs, up, isAfterAlerts, end }: DrillOutcome) {
  return { forMs, stoppedMs, down, startedMs, up, calledBefore: isAfterAlerts, runs: end.notRunning.length === 0 };
}
