import { printable } from "@kumakit/text";
import {
  describeAgentPlan,
  type LeftMonitors,
  type MovedReport,
  type MoveOutcome,
  type MovePlan,
} from "@kumakit/provision";

import type { Zod } from "../contract/command-contract.ts";
import { hostDryRunSchema, namedSchema, outcomeSchema, serverUrlSchema } from "../contract/shared-schemas.ts";
import { describePreview, previewData } from "./describe-preview.ts";

/** The output of `kuma agent move --json` for one host. */
export const moveSchema = (z: Zod) =>
  z.strictObject({
    changed: z.boolean().describe("False when everything was so already."),
    server: serverUrlSchema(z).describe("The server that the agent reports to now."),
    moved: z.array(
      z.strictObject({
        name: z.string().describe("The check, or the agent itself."),
        type: z.string().nullable().describe("Null for the agent itself."),
        monitor: z.strictObject({
          ...namedSchema(z).shape,
          outcome: outcomeSchema(z),
          dashboardUrl: z.string(),
          notifications: z.array(namedSchema(z)),
        }),
        firstBeat: z
          .strictObject({ status: z.string(), message: z.string(), time: z.iso.datetime() })
          .nullable()
          .describe("Null for a monitor that is paused."),
      }),
    ),
    left: z
      .strictObject({
        server: serverUrlSchema(z),
        fate: z
          .enum(["paused", "deleted", "kept", "unreached", "same"])
          .describe("unreached: nothing is known of that server; same: both addresses lead to one server."),
        monitors: z.array(namedSchema(z)),
      })
      .nullable()
      .describe("The monitors on the server that the agent has left."),
  });

/** The output of `kuma agent move --dry-run --json` for one host. */
export const moveDryRunSchema = (z: Zod) =>
  z.strictObject({
    ...hostDryRunSchema(z).shape,
    feedsBoth: z.boolean().describe("Whether both servers are fed until the new one has the first heartbeats."),
    left: z
      .strictObject({
        server: serverUrlSchema(z),
        fate: z.enum(["pause", "delete"]),
        monitors: z.array(namedSchema(z)),
      })
      .nullable(),
  });

/** An outcome as `--json` prints it. */
export function moveData({ changed, server, moved, left }: MoveOutcome) {
  return {
    changed,
    server,
    moved: moved.map(({ called, type, ensured, firstBeat }) => {
      const { monitor, outcome, dashboardUrl, notifications } = ensured;
      const { status = "", message = "", time } = firstBeat ?? {};
      return {
        name: called,
        type: type ?? null,
        monitor: {
          id: monitor.id,
          name: monitor.name,
          outcome,
          dashboardUrl,
          notifications: notifications.map(({ id, name }) => ({ id, name })),
        },
        firstBeat: time === undefined ? null : { status, message, time: time.toISOString() },
      };
    }),
    left: left === undefined ? null : { ...left, monitors: left.monitors.map(({ id, name }) => ({ id, name })) },
  };
}

/** A plan as `--dry-run --json` prints it. */
export function movePlanData(plan: MovePlan) {
  const { feedsBoth, left } = plan;
  return { ...previewData(plan), feedsBoth, left: left && { ...left, monitors: [...left.monitors] } };
}

/** An outcome for people. */
export function describeMove({ changed, server, moved, left }: MoveOutcome): string {
  const after = left === undefined ? [] : describeLeft(left);
  if (moved.length > 0) return [`The agent reports to ${server} now.`, ...moved.map(movedLine), ...after].join("\n");
  if (!changed) return `Nothing to do: the agent reports to ${server} already.`;
  return [`The agent reports to ${server} already.`, ...after].join("\n");
}

function movedLine({ called, ensured: { monitor, outcome, dashboardUrl }, firstBeat }: MovedReport): string {
  const state = firstBeat === undefined ? "paused" : firstBeat.status.toUpperCase();
  const how = outcome === "created" ? "new monitor" : "monitor";
  return `  ${printable(called)}  ${state}  ${how} ${printable(monitor.name)}  ${dashboardUrl}`;
}

function describeLeft({ server, fate, monitors }: LeftMonitors): readonly string[] {
  const names = printable(monitors.map(({ name, id }) => `${name} (id ${id})`).join(", "));
  switch (fate) {
    case "same":
      return [`${server} is the same server: its monitors stay as they are.`];
    case "unreached":
      return [
        `${server} could not be asked. If it still runs, pause the monitors of this host there, or they will alert.`,
      ];
    case "kept":
      return names === "" ? [] : [`On ${server} these will alert that no heartbeat comes: ${names}.`];
    case "paused":
      return names === "" ? [] : [`Paused on ${server}: ${names}.`];
    default:
      return names === "" ? [] : [`Deleted on ${server}: ${names}.`];
  }
}

/** A plan for people. */
export function describeMovePlan(plan: MovePlan, on?: string): string {
  const { server, feedsBoth, left } = plan;
  const described = describeAgentPlan(plan);
  const both = feedsBoth ? ["Both servers are fed until the new one has the first heartbeat of each check."] : [];
  const after =
    left === null
      ? []
      : [
          `On ${left.server}, unless it is the same server:`,
          ...left.monitors.map(({ name, id }) => `  ${left.fate} the monitor ${printable(name)} (id ${id})`),
        ];
  if (described.host.length === 0 && after.length > 0) return after.join("\n");
  return [describePreview(server, described, on === undefined ? {} : { on }), ...both, ...after].join("\n");
}
