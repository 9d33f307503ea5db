import type { Monitor, Notification } from "@kumakit/client";
import type { Proof, ProofLevel, ProvenMonitor } from "@kumakit/provision";

import type { Zod } from "../contract/command-contract.ts";
import type { Acknowledged } from "./ask-for-codes.ts";
import { cureOf } from "./cure-of.ts";

/** A proof, with `--json`. */
export const proofSchema = (z: Zod) =>
  z.strictObject({
    level: z.enum(["settings", "test", "alert"]).describe("How far the proof went."),
    proven: z.boolean().describe("False when the command ends with 8."),
    monitors: z.array(
      z.strictObject({
        id: z.int(),
        name: z.string(),
        findings: z.array(
          z.strictObject({
            code: z.string(),
            severity: z.enum(["problem", "warning"]),
            message: z.string().describe('A sentence, of which "it" is the monitor.'),
            cure: z.string().describe("A command that mends it."),
          }),
        ),
      }),
    ),
    channels: z.array(
      z.strictObject({
        id: z.int(),
        name: z.string(),
        type: z.string(),
        monitors: z.int().describe("How many of the monitors alert it."),
        test: z
          .strictObject({ ok: z.boolean(), ms: z.int(), error: z.string().nullable() })
          .nullable()
          .describe("The test message; null when none was sent."),
        suspect: z.boolean().describe("Whether the real alert was probably not sent to it."),
        delays: z.int().describe("How many channels wait for it in each alert, because it takes more than 5 s."),
        acknowledged: z.boolean().nullable().describe("Whether a person typed the code; null when nobody was asked."),
        testedAt: z.iso.datetime().nullable(),
        provenAt: z.iso.datetime().nullable().describe("When a person last saw an alert, with its present settings."),
      }),
    ),
    alert: z
      .strictObject({
        code: z.string(),
        quietMs: z.int().describe("How long the server took for a report that alerts nobody, in ms."),
        downMs: z.int(),
        upMs: z.int(),
        witnessed: z
          .strictObject({ downMs: z.int(), upMs: z.int() })
          .nullable()
          .describe("How long it took until this machine was called as the last channel; null where that cannot be."),
        verdict: z.enum(["unknown", "plausible", "too-short"]).describe("What the times say about the channels."),
      })
      .nullable(),
  });

/** Whether nobody would be alerted by a monitor, in time or truly. */
export function hasProblem({ findings }: Pick<ProvenMonitor, "findings">): boolean {
  return findings.some(({ severity }) => severity === "problem");
}

/** The names of all that speaks against alerts that come: monitors, then channels. */
export function faultsIn({ monitors, channels }: Proof, acknowledged: Acknowledged | undefined): readonly string[] {
  const failed = channels.filter(({ test, isSuspect }) => test?.ok === false || isSuspect);
  const unseen = channels.filter(({ id }) => acknowledged?.get(id) === false);
  return [
    ...monitors.filter(hasProblem).map(({ monitor }) => monitor.name),
    ...failed.map(({ name }) => name),
    ...unseen.map(({ name }) => `${name} (not seen)`),
  ];
}

/** A proof, for `--json`. */
export function proofData(proof: Proof, acknowledged: Acknowledged | undefined) {
  const now = new Date().toISOString();
  return {
    level: proof.level,
    proven: faultsIn(proof, acknowledged).length === 0,
    monitors: proof.monitors.map(({ monitor: { id, name }, findings }) => ({
      id,
      name,
      findings: findings.map((finding) => ({
        code: finding.code,
        severity: finding.severity,
        message: finding.message,
        cure: cureOf(finding),
      })),
    })),
    channels: proof.channels.map(({ id, name, type, monitors, test, isSuspect, delays, testedAt, provenAt }) => {
      const isSeen = acknowledged?.get(id);
      return {
        id,
        name,
        type,
        monitors,
        test,
        suspect: isSuspect,
        delays,
        acknowledged: isSeen ?? null,
        testedAt: testedAt?.toISOString() ?? null,
        provenAt: isSeen === true ? now : (provenAt?.toISOString() ?? null),
      };
    }),
    alert: proof.alert,
  };
}

/** A proof that is only shown: steps of which each completes "Would …", and the things that it is about. */
export function previewOf(monitors: readonly Monitor[], channels: readonly Notification[], level: ProofLevel) {
  const names = channels.map(({ name }) => JSON.stringify(name)).join(", ");
  const sends = channels.length > 0;
  return {
    steps: [
      `look at the settings of ${monitors.length} monitor${monitors.length === 1 ? "" : "s"}`,
      ...(sends && level !== "settings" ? [`send a test message through ${names}`] : []),
      ...(sends && level === "alert" ? [`have a throw-away monitor alert ${names}: DOWN, then UP`] : []),
    ],
    monitors: monitors.map(({ id, name }) => ({ id, name })),
    channels: channels.map(({ id, name }) => ({ id, name })),
  };
}
