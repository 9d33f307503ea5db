import { KumaValidationError } from "../errors/kuma-validation-error.ts";
import type { Monitor } from "../model/monitor.ts";
import { checkLimits } from "../monitor-types/check-limits.ts";
import { monitorPatchSchema } from "../monitor-types/monitor-patch.ts";
import type { MonitorPatch } from "../monitor-types/monitor-patch.ts";
import { validate } from "../monitor-types/validate.ts";
import { readAck } from "../protocol/ack.ts";
import { mapOfIds } from "../protocol/monitor-schema.ts";
import type { CallOptions } from "./call-options.ts";
import { checkNotifications, checkParent } from "./check-references.ts";
import type { CreateContext } from "./create-monitor.ts";
import { aboutMonitor, fetchMonitor } from "./fetch-monitor.ts";
import { isSameValue } from "./same-value.ts";

type Wire = Readonly<Record<string, unknown>>;

/** The fields of a patch as they stand on the wire; only those that differ from what the monitor has. */
function changesOf(monitor: Monitor, patch: MonitorPatch): Wire {
  const { notificationIds, active: _, ...plain } = patch;
  const wanted: Record<string, unknown> = { ...plain };
  if (notificationIds !== undefined) wanted["notificationIDList"] = mapOfIds(notificationIds);
  // The server's page keeps the two together as long as they are the same.
  if (monitor.retryInterval === monitor.interval) wanted["retryInterval"] ??= patch.interval;
  const present: Wire = {
    ...monitor.raw,
    ...monitor,
    pushToken: monitor.pushToken,
    notificationIDList: mapOfIds(monitor.notificationIds),
  };
  return Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => value !== undefined && !isSameValue(present[name], value)),
  );
}

/** Replaces what the server itself once stored and now refuses, or stumbles over. */
function mended(wire: Wire): Wire {
  const result: Record<string, unknown> = { ...wire };
  if (result["retryInterval"] === 0) result["retryInterval"] = result["interval"];
  for (const name of ["conditions", "kafkaProducerBrokers", "rabbitmqNodes"]) {
    if (result[name] === null) result[name] = [];
  }
  return result;
}

async function checkNewParent(
  context: CreateContext,
  monitor: Monitor,
  change: { parent: unknown; options?: CallOptions | undefined },
): Promise<void> {
  const { parent, options } = change;
  if (typeof parent !== "number") return;
  // The server takes a monitor that is its own parent, and never answers anybody again.
  if (parent === monitor.id) throw new KumaValidationError("parent", "a monitor cannot be in itself");
  const children = monitor.raw["childrenIDs"];
  if (Array.isArray(children) && children.includes(parent)) {
    throw new KumaValidationError("parent", `the monitor ${parent} is inside this group`);
  }
  await checkParent(context, parent, options);
}

async function edit(
  context: CreateContext,
  monitor: Monitor,
  request: { changes: Wire; options?: CallOptions | undefined },
): Promise<void> {
  const { changes, options } = request;
  checkLimits(changes, context.server);
  await checkNewParent(context, monitor, { parent: changes["parent"], options });
  const secrets = [monitor.pushToken, changes["pushToken"]].filter((token) => typeof token === "string");
  const wire = mended({ ...monitor.raw, ...changes });
  const answer = await context.transport.call("editMonitor", [wire], options);
  readAck(answer, { what: `The change of the monitor "${monitor.name}"`, secrets });
}

/** Changes a monitor; see {@link Monitors.update}. */
export async function updateMonitor(
  context: CreateContext,
  id: number,
  request: { patch: MonitorPatch; options?: CallOptions | undefined },
): Promise<Monitor> {
  const { options } = request;
  const patch = validate(monitorPatchSchema, request.patch);
  if (patch.notificationIds !== undefined)
    checkNotifications(patch.notificationIds, await context.notifications(options));
  const monitor = await fetchMonitor(context, id, options);
  const changes = changesOf(monitor, patch);
  const hasChanges = Object.keys(changes).length > 0;
  const isOn = patch.active ?? monitor.active;
  const mustSwitch = isOn !== monitor.active;
  if (hasChanges) await edit(context, monitor, { changes, options });
  if (mustSwitch) await switchMonitor(context, id, { isOn, options });
  return hasChanges || mustSwitch ? fetchMonitor(context, id, options) : monitor;
}

/** Pauses or resumes a monitor. */
export async function switchMonitor(
  context: CreateContext,
  id: number,
  request: { isOn: boolean; options?: CallOptions | undefined },
): Promise<void> {
  const event = request.isOn ? "resumeMonitor" : "pauseMonitor";
  const what = `${request.isOn ? "Resuming" : "Pausing"} the monitor ${id}`;
  await aboutMonitor(id, async () => readAck(await context.transport.call(event, [id], request.options), { what }));
}
