import * as z from "zod";
import { checkObject } from "../../arguments/check-object.ts";
import { checkId } from "../../arguments/check-id.ts";
import { KumaValidationError } from "../../errors/kuma-errors.ts";
import type { Monitor } from "../../model/monitor.ts";
import { checkLimits } from "../../monitor-types/check-limits.ts";
import { commonShape } from "../../monitor-types/field-schemas.ts";
import type { MonitorPatch } from "../../monitor-types/monitor-settings.ts";
import { validate } from "../../monitor-types/validate.ts";
import { readAck } from "../../protocol/ack.ts";
import { mapOfIds } from "../../protocol/monitor-schema.ts";
import type { CallOptions } from "../call-options.ts";
import { checkNotifications, checkParent } from "./check-references.ts";
import type { CreateContext } from "./create-monitor.ts";
import { editMonitor } from "./edit-monitor.ts";
import { aboutMonitor, fetchMonitor } from "./fetch-monitor.ts";
import { MonitorLooks } from "./monitor-looks.ts";
import { changesOf } from "./monitor-changes.ts";

// Settings of the type alone are not checked here.
const commonValuesSchema = z.looseObject(z.object(commonShape).partial().shape);

type Wire = Readonly<Record<string, unknown>>;

interface UpdateRequest {
  readonly patch: MonitorPatch;
  readonly options?: CallOptions | undefined;
}

async function checkNewParent(
  context: CreateContext,
  monitor: Monitor,
  change: { parent: unknown; options?: CallOptions | undefined },
): Promise<void> {
  const { parent, options } = change;
  if (typeof parent !== "number") return;
  const children = monitor.raw["childrenIDs"];
  if (Array.isArray(children) && children.includes(parent)) {
    throw new KumaValidationError("parent", `the monitor ${parent} is inside this group`);
  }
  await checkParent(context, parent, options);
}

/** Checks what needs no look at the monitor, before anything is asked. */
function checkPatch(id: number, patch: unknown): void {
  checkId(id);
  checkObject(patch, "patch");
  const { parent } = validate(commonValuesSchema, patch);
  // The server takes a monitor that is its own parent, and never answers anybody again.
  if (parent === id) throw new KumaValidationError("parent", "a monitor cannot be in itself");
}

/** Checks what depends on the server and on the other monitors. */
async function checkEdit(
  context: CreateContext,
  monitor: Monitor,
  { changes, options }: { readonly changes: Wire; readonly options?: CallOptions | undefined },
): Promise<void> {
  checkLimits(changes, context.server);
  await checkNewParent(context, monitor, { parent: changes["parent"], options });
}

/** Says which changes a patch comes to, for a monitor as it is. */
async function changesFor(context: CreateContext, monitor: Monitor, { options, patch: given }: UpdateRequest) {
  const { patch, wire } = changesOf(context, monitor, { patch: given });
  if (wire["notificationIDList"] !== undefined) await checkNotifications(context, patch.notificationIds ?? [], options);
  return { patch, wire };
}

/** Checks a change; see {@link Monitors.checkUpdate}. */
export async function checkUpdate(context: CreateContext, id: number, request: UpdateRequest): Promise<void> {
  const { options } = request;
  checkPatch(id, request.patch);
  const monitor = await fetchMonitor(context, id, options);
  const { wire } = await changesFor(context, monitor, request);
  await checkEdit(context, monitor, { changes: wire, options });
}

/** Changes a monitor; see {@link Monitors.update}. */
export async function updateMonitor(context: CreateContext, id: number, request: UpdateRequest): Promise<Monitor> {
  checkPatch(id, request.patch);
  return context.writes.one(["monitor", id], () => changeMonitor(context, id, request), request.options);
}

/** Changes the notifications of a monitor, whatever they are by then. */
export function relinkMonitor(
  context: CreateContext,
  id: number,
  request: { ids: (present: readonly number[]) => readonly number[]; options?: CallOptions | undefined },
): Promise<void> {
  const { ids, options } = request;
  const wish = ({ notificationIds }: Monitor): Wire => {
    const wanted = ids(notificationIds);
    return wanted === notificationIds ? {} : { notificationIDList: mapOfIds(wanted) };
  };
  const relink = async (): Promise<void> => {
    using looks = new MonitorLooks(context, id);
    const monitor = await looks.read(options);
    if (Object.keys(wish(monitor)).length === 0) return;
    const changed = await editMonitor(context, looks, { first: monitor, wish, options });
    await endInItsState(context, { monitor, changed }, options);
  };
  return context.writes.one(["monitor", id], relink, options);
}

async function changeMonitor(context: CreateContext, id: number, request: UpdateRequest): Promise<Monitor> {
  const { options } = request;
  using looks = new MonitorLooks(context, id);
  const monitor = await looks.read(options);
  const { patch, wire } = await changesFor(context, monitor, request);
  const hasChanges = Object.keys(wire).length > 0;
  const isOn = patch.active ?? monitor.active;
  const mustSwitch = isOn !== monitor.active;
  if (!hasChanges && !mustSwitch) return monitor;
  let changed = monitor;
  if (hasChanges) {
    await checkEdit(context, monitor, { changes: wire, options });
    const wish = (present: Monitor): Wire => changesOf(context, present, { patch: request.patch }).wire;
    changed = await editMonitor(context, looks, { first: monitor, wish, options });
  }
  if (mustSwitch) {
    await flip(context, id, { isOn, options });
    changed = await fetchMonitor(context, id, options);
  }
  return patch.active === true ? changed : endInItsState(context, { monitor, changed }, options);
}

/** The npm registry's 2.0.0-dev.0 starts a paused monitor when it is edited. */
async function endInItsState(
  context: CreateContext,
  { monitor, changed }: { readonly monitor: Monitor; readonly changed: Monitor },
  options?: CallOptions,
): Promise<Monitor> {
  const isPaused = !monitor.active && monitor.raw["forceInactive"] !== true;
  if (!isPaused || !changed.active || context.server.capabilities.sendsSingleMonitors) return changed;
  await flip(context, monitor.id, { isOn: false, options });
  return fetchMonitor(context, monitor.id, options);
}

/** Pauses or resumes a monitor. */
export function switchMonitor(
  context: CreateContext,
  id: number,
  request: { isOn: boolean; options?: CallOptions | undefined },
): Promise<void> {
  checkId(id);
  return context.writes.one(["monitor", id], () => flip(context, id, request), request.options);
}

async function flip(
  context: CreateContext,
  id: number,
  request: { isOn: boolean; options?: CallOptions | undefined },
): Promise<void> {
  const event = request.isOn ? "resumeMonitor" : "pauseMonitor";
  const what = `${request.isOn ? "Resuming" : "Pausing"} the monitor ${id}`;
  await aboutMonitor(id, async () => readAck(await context.transport.call(event, [id], request.options), { what }));
}
