import type { Road } from "@kumakit/client";
import type { DoctorFinding } from "@kumakit/provision";
import type { HostRoad } from "@kumakit/provision/installed-agent";
import type * as zod from "zod";

import type { Zod } from "../contract/command-contract.ts";
import { serverUrlSchema } from "../contract/shared-schemas.ts";
import { cureOf } from "../proof/cure-of.ts";

/** A finding, with `--json`. */
export const findingSchema = (z: Zod) =>
  z.strictObject({
    code: z.string(),
    severity: z.enum(["problem", "warning"]),
    name: z.string().describe("The monitor, channel or host, or the server's URL."),
    id: z.int().nullable().describe("Of the monitor, channel or maintenance to change; null for others."),
    message: z.string().describe('A sentence, of which "it" is the named thing.'),
    cure: z.string().describe("A command that mends it, or the way to do it."),
    mended: z.boolean().describe("Whether --fix has mended it."),
  });

/** Something that was found, as it is shown. */
export type ShownFinding = zod.infer<ReturnType<typeof findingSchema>>;

/** The output of `kuma doctor --json`. */
export const doctorSchema = (z: Zod) =>
  z.strictObject({
    well: z.boolean().describe("False when the command ends with 8."),
    server: z
      .strictObject({
        url: serverUrlSchema(z),
        version: z.string().nullable().describe("Null when nobody could log in."),
        failure: z
          .strictObject({ code: z.string(), message: z.string(), hint: z.string().nullable() })
          .nullable()
          .describe("Why it could not be asked."),
        proxy: z.string().nullable(),
        addresses: z.array(z.string()),
        reached: z
          .strictObject({
            dns: z.int().nullable(),
            tcp: z.int().nullable(),
            tls: z.int().nullable(),
            http: z.int().nullable(),
          })
          .describe("How long after the start each step was done, in ms; null for one that was not."),
        certificateEnds: z.iso.datetime().nullable(),
        clockAheadMs: z.int().nullable(),
        webSocket: z.boolean().nullable(),
        monitors: z.int().nullable().describe("How many were looked at; null when nobody could log in."),
        channels: z.int().nullable(),
      })
      .nullable()
      .describe("Null when no server is known here."),
    hosts: z.array(
      z.strictObject({
        host: z.string(),
        version: z.string().nullable().describe("Of its agent; null for a script, or when it does not say it."),
        checks: z.int().nullable().describe("How many checks it has; null when it could not be asked."),
        road: z
          .strictObject({
            program: z.enum(["curl", "wget"]).nullable().describe("The program that asked; null without one."),
            proxy: z.boolean().describe("Whether the agent's service names a proxy."),
            addresses: z.array(z.string()).nullable().describe("Of the server's name; null when it cannot say so."),
            reached: z.boolean().nullable().describe("Whether the server answered; null when nothing could ask."),
            failedAt: z.enum(["proxy", "dns", "tcp", "tls", "http"]).nullable(),
          })
          .nullable()
          .describe("How the host itself gets to the server; null when that was not looked at."),
      }),
    ),
    findings: z.array(findingSchema(z)),
  });

/** All that was looked at, and found. */
export type DoctorReport = zod.infer<ReturnType<typeof doctorSchema>>;

/** A finding of the library with the command that mends it. */
export function shownFinding(finding: DoctorFinding, mended = false): ShownFinding {
  const { code, severity, name, message, about } = finding;
  return { code, severity, name, message, id: about.id, cure: cureOf(finding), mended };
}

/** The way of a host to the server, as it is shown. */
export function hostRoadData(road: HostRoad | undefined) {
  if (road === undefined) return null;
  const { program = null, hasProxy, addresses, failure } = road;
  const reached = program === null ? null : failure === undefined;
  const failedAt = failure?.step ?? null;
  return { program, proxy: hasProxy, addresses: addresses === undefined ? null : [...addresses], reached, failedAt };
}

/** The way to the server, as it is shown. */
export function roadData({ proxy, addresses, reached, certificate, clockAhead, hasWebSocket }: Road) {
  return {
    proxy,
    addresses: [...addresses],
    reached,
    certificateEnds: certificate?.validTo.toISOString() ?? null,
    clockAheadMs: clockAhead,
    webSocket: hasWebSocket,
  };
}
