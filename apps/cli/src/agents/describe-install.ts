import { printable } from "@kumakit/text";
import type { AgentMonitor, InstallOutcome, WatchedCheck } from "@kumakit/provision";

import type { Zod } from "../contract/command-contract.ts";
import { namedSchema, outcomeSchema, serverUrlSchema } from "../contract/shared-schemas.ts";

/** The output of `kuma agent install` and `add` for people. */
export function describeInstall(outcome: InstallOutcome): string {
  const { changed, server, runtime, checks } = outcome;
  const form = { node: "", standalone: " as one file with Node.js", sh: " as a shell script" }[runtime.name];
  const how = form === "" ? "" : `${form} (${printable(runtime.reason)})`;
  return changed
    ? describeWatched(`The agent is installed${how} and reports to ${server}.`, outcome)
    : `Nothing to do: the agent watches ${unitsOf(checks)} already.`;
}

/** The output of `kuma agent set` for people. */
export function describeSet(outcome: InstallOutcome): string {
  const units = unitsOf(outcome.checks);
  return outcome.changed ? describeWatched(`Changed ${units}.`, outcome) : `Nothing to do: ${units} is so already.`;
}

/** The output of `kuma agent token rotate` for people. */
export function describeRotation(outcome: InstallOutcome): string {
  return describeWatched(
    `New push tokens for ${unitsOf(outcome.checks)}. The old ones are worth nothing now.`,
    outcome,
  );
}

function describeWatched(head: string, { checks, agentMonitor, untestedNotifications }: InstallOutcome): string {
  const lines = [
    ...checks.flatMap((check) => describeCheck(check)),
    ...(agentMonitor === undefined ? [] : describeReporter("the agent itself", agentMonitor)),
  ];
  return [head, ...lines, ...untestedNotifications.map(untested)].join("\n");
}

function untested({ id, name }: { readonly id: number; readonly name: string }): string {
  return `  The notification ${printable(name)} was never tested. To send a test message: kuma notification test id:${id}`;
}

const monitorSchema = (z: Zod) =>
  z.strictObject({
    ...namedSchema(z).shape,
    outcome: outcomeSchema(z),
    dashboardUrl: z.string(),
    notifications: z.array(namedSchema(z)),
  });

const beatSchema = (z: Zod) => z.strictObject({ status: z.string(), message: z.string(), time: z.iso.datetime() });

/** The output of `kuma agent install --json` and `add --json`. */
export const installSchema = (z: Zod) =>
  z.strictObject({
    changed: z.boolean(),
    server: serverUrlSchema(z),
    runtime: z.strictObject({
      name: z.enum(["node", "standalone", "sh"]),
      reason: z.string().describe("Why it is this one."),
    }),
    untestedNotifications: z.array(namedSchema(z)).describe("No test message is known to have gone through these."),
    agentMonitor: z
      .strictObject({
        interval: z.int().describe("Seconds."),
        monitor: monitorSchema(z),
        firstBeat: beatSchema(z).nullable().describe("Null when nothing was changed, or when the monitor is paused."),
      })
      .nullable()
      .describe("The monitor of the agent itself; null with --token-file, or when a person looks after it."),
    checks: z.array(
      z.strictObject({
        name: z.string(),
        type: z.string(),
        unit: z.string().nullable().describe("Null for a check that is not of one unit."),
        scope: z.enum(["system", "user"]).nullable().describe("Whose unit it is."),
        interval: z.int().describe("Seconds."),
        monitor: monitorSchema(z).nullable().describe("Null with --token-file."),
        firstBeat: beatSchema(z).nullable().describe("Null when nothing was changed, or with --token-file."),
        replaced: z
          .strictObject({ file: z.string(), line: z.int() })
          .nullable()
          .describe("The line of a crontab that is commented out now, with --replace-scripts."),
      }),
    ),
  });

/** The outcome as `kuma agent install --json` prints it. */
export function installData({ changed, server, runtime, checks, agentMonitor, untestedNotifications }: InstallOutcome) {
  return {
    changed,
    server,
    runtime: { ...runtime },
    untestedNotifications,
    agentMonitor:
      agentMonitor === undefined
        ? null
        : { interval: agentMonitor.ensured.monitor.interval, ...reporterData(agentMonitor) },
    checks: checks.map(({ name, type, unit, interval, ensured, firstBeat, replaced }) => ({
      name,
      type,
      unit: unit?.unit ?? null,
      scope: unit?.scope ?? null,
      interval,
      monitor: ensured === undefined ? null : monitorData(ensured),
      firstBeat: beatData(firstBeat),
      replaced: replaced === undefined ? null : { ...replaced },
    })),
  };
}

function reporterData({ ensured, firstBeat }: AgentMonitor) {
  return { monitor: monitorData(ensured), firstBeat: beatData(firstBeat) };
}

function monitorData({ monitor: { id, name }, outcome, dashboardUrl, notifications }: AgentMonitor["ensured"]) {
  return { id, name, outcome, dashboardUrl, notifications };
}

function beatData(beat: WatchedCheck["firstBeat"]) {
  return beat === undefined ? null : { status: beat.status, message: beat.message, time: beat.time.toISOString() };
}

/** The ids of the monitors that checks report to. */
export function monitorIds({ checks }: InstallOutcome): readonly string[] {
  return checks.flatMap(({ ensured }) => (ensured === undefined ? [] : [String(ensured.monitor.id)]));
}

/** Warnings for checks that work, but whose unit is not well right now. */
export function unwellWarnings({ checks }: InstallOutcome): readonly string[] {
  return checks.flatMap(({ firstBeat, lastBeat, ...check }) => {
    const called = calledOf(check);
    const beat = firstBeat ?? lastBeat;
    if (beat === undefined || beat.status === "up") return [];
    if (beat.status === "maintenance") return [`${called} is under maintenance on the server: nobody is alerted.`];
    return [
      `${called} is ${beat.status.toUpperCase()} right now: ${printable(beat.message)}. The agent stays installed and reports it.`,
    ];
  });
}

function describeCheck({ interval, ensured, firstBeat, replaced, ...check }: WatchedCheck): readonly string[] {
  const called = calledOf(check);
  if (ensured === undefined) return [`  ${called}${describeState(firstBeat)}  every ${interval} s`];
  return describeReporter(called, { ensured, ...(firstBeat === undefined ? {} : { firstBeat }) }, replaced);
}

function describeReporter(
  called: string,
  { ensured, firstBeat }: AgentMonitor,
  replaced?: WatchedCheck["replaced"],
): readonly string[] {
  const { monitor, outcome, notifications, dashboardUrl } = ensured;
  const alerts = notifications.map(({ name }) => printable(name)).join(", ") || "nobody";
  return [
    `  ${called}${describeState(firstBeat)}  monitor "${printable(monitor.name)}" (id ${monitor.id}, ${outcome}), alerts ${alerts}`,
    `    ${dashboardUrl}`,
    ...(replaced === undefined
      ? []
      : [`    took the place of ${printable(replaced.file)}, line ${replaced.line}, which is commented out now`]),
  ];
}

function describeState(firstBeat: WatchedCheck["firstBeat"]): string {
  return firstBeat === undefined ? "" : `  ${firstBeat.status.toUpperCase()}`;
}

function unitsOf(checks: readonly WatchedCheck[]): string {
  return checks.map(calledOf).join(", ");
}

/** The unit, as people know it, or the name of a check of another kind. */
function calledOf({ unit, name }: Pick<WatchedCheck, "unit" | "name">): string {
  return unit?.unit ?? printable(name);
}
