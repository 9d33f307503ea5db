import * as z from "zod";
import { checkObject } from "../../arguments/check-object.ts";
import { checkId } from "../../arguments/check-id.ts";
import { KumaValidationError } from "../../errors/kuma-validation-error.ts";
import type { Monitor } from "../../model/monitor.ts";
import { checkLimits } from "../../monitor-types/check-limits.ts";
import { commonShape } from "../../monitor-types/field-schemas.ts";
import type { MonitorPatch } from "../../monitor-types/monitor-settings.ts";
import { validate } from "../../monitor-types/validate.ts";
import { readAck } from "../../protocol/ack.ts";
import type { CallOptions } from "../call-options.ts";
import { checkNotifications, checkParent } from "./check-references.ts";
import type { CreateContext } from "./create-monitor.ts";
import { aboutMonitor, fetchMonitor } from "./fetch-monitor.ts";
import { mended } from "./mend-monitor.ts";
import { changesOf } from "./monitor-changes.ts";
import { secretsOf } from "../../errors/secrets-of.ts";

// What a type has besides is not looked at here.
const commonValuesSchema = z.looseObject(z.object(commonShape).partial().shape);

type Wire = Readonly<Record<string, unknown>>;

interface EditRequest {
  readonly changes: Wire;
  readonly options?: CallOptions | undefined;
}

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

/** Checks what depends on the server and on the other monitors. */
async function checkEdit(context: CreateContext, monitor: Monitor, { changes, options }: EditRequest): Promise<void> {
  checkLimits(changes, context.server);
  await checkNewParent(context, monitor, { parent: changes["parent"], options });
}

async function edit(context: CreateContext, monitor: Monitor, request: EditRequest): Promise<void> {
  const { changes, options } = request;
  await checkEdit(context, monitor, request);
  const wire = mended({ ...monitor.raw, ...changes });
  const answer = await context.transport.call("editMonitor", [wire], options);
  readAck(answer, { what: `The change of the monitor "${monitor.name}"`, secrets: secretsOf(wire) });
}

/** Checks what needs no look at the monitor, before anything is asked. */
function checkPatch(id: number, patch: unknown): void {
  checkId(id);
  checkObject(patch, "patch");
  const { parent } = validate(commonValuesSchema, patch);
  // The server takes a monitor that is its own parent, and never answers anybody again.
  if (parent === id) throw new KumaValidationError("parent", "a monitor cannot be in itself");
}

/** Looks at the monitor, and says which changes a patch comes to. */
async function changesFor(context: CreateContext, id: number, request: UpdateRequest) {
  const { options } = request;
  checkPatch(id, request.patch);
  const monitor = await fetchMonitor(context, id, options);
  const { patch, wire } = changesOf(context, monitor, { patch: request.patch });
  if (wire["notificationIDList"] !== undefined)
    checkNotifications(patch.notificationIds ?? [], await context.notifications(options));
  return { monitor, patch, wire };
}

/** Checks a change; see {@link Monitors.checkUpdate}. */
export async function checkUpdate(context: CreateContext, id: number, request: UpdateRequest): Promise<void> {
  const { monitor, wire } = await changesFor(context, id, request);
  await checkEdit(context, monitor, { changes: wire, options: request.options });
}

/** Changes a monitor; see {@link Monitors.update}. */
export async function updateMonitor(context: CreateContext, id: number, request: UpdateRequest): Promise<Monitor> {
  const { options } = request;
  const { monitor, patch, wire } = await changesFor(context, id, request);
  const hasChanges = Object.keys(wire).length > 0;
  const isOn = patch.active ?? monitor.active;
  const mustSwitch = isOn !== monitor.active;
  if (hasChanges) await edit(context, monitor, { changes: wire, options });
  if (mustSwitch) await switchMonitor(context, id, { isOn, options });
  if (!hasChanges && !mustSwitch) return monitor;
  const changed = await fetchMonitor(context, id, options);
  const isPaused = !monitor.active && monitor.raw["forceInactive"] !== true;
  if (!isPaused || patch.active === true || !changed.active) return changed;
  // The npm registry's 2.0.0-dev.0 starts a paused monitor when it is edited.
  await switchMonitor(context, id, { isOn: false, options });
  return fetchMonitor(context, id, options);
}

/** Pauses or resumes a monitor. */
export async function switchMonitor(
  context: CreateContext,
  id: number,
  request: { isOn: boolean; options?: CallOptions | undefined },
): Promise<void> {
  checkId(id);
  const event = request.isOn ? "resumeMonitor" : "pauseMonitor";
  const what = `${request.isOn ? "Resuming" : "Pausing"} the monitor ${id}`;
  await aboutMonitor(id, async () => readAck(await context.transport.call(event, [id], request.options), { what }));
}
