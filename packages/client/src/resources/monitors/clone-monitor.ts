import { checkObject } from "../../arguments/check-object.ts";
import { checkId } from "../../arguments/check-id.ts";
import { withHint } from "../../errors/with-hint.ts";
import type { Monitor } from "../../model/monitor.ts";
import { checkLimits } from "../../monitor-types/check-limits.ts";
import type { MonitorPatch } from "../../monitor-types/monitor-settings.ts";
import { findMonitorType } from "../../monitor-types/registry.ts";
import { checkNewRules } from "../../monitor-types/validate.ts";
import { readAck } from "../../protocol/ack.ts";
import type { CallOptions } from "../call-options.ts";
import { checkNotifications, checkParent } from "./check-references.ts";
import { addMonitor } from "./create-monitor.ts";
import type { CreateContext } from "./create-monitor.ts";
import { fetchMonitor } from "./fetch-monitor.ts";
import { mended } from "./mend-monitor.ts";
import { derivedFields } from "./monitor-looks.ts";
import { changesOf } from "./monitor-changes.ts";
import type { MonitorChanges } from "./monitor-changes.ts";

// `weight` is a separate column that nobody edits, but a new monitor may have.
const notCopied = [...derivedFields.filter((name) => name !== "weight"), "pushToken"];

// Names are up to 150 characters.
const nameOfCopy = (name: string): string => `Copy of ${Array.from(name).slice(0, 142).join("")}`;

function wireOfCopy(context: CreateContext, original: Monitor, changes: MonitorChanges): Record<string, unknown> {
  const columns = Object.entries(original.raw).filter(([name]) => !notCopied.includes(name));
  // A monitor in a paused group is not running, but not paused itself either.
  const isOn = changes.patch.active ?? (original.active || original.raw["forceInactive"] === true);
  return mended({
    ...Object.fromEntries(columns),
    ...findMonitorType(original.type)?.fresh?.(context.server.capabilities),
    ...changes.wire,
    name: changes.patch.name ?? nameOfCopy(original.name),
    ...(isOn ? {} : { active: false }),
  });
}

/** Makes a copy of a monitor; see {@link Monitors.clone}. */
export async function cloneMonitor(
  context: CreateContext,
  id: number,
  request: { overrides: MonitorPatch; options?: CallOptions | undefined },
): Promise<Monitor> {
  const { overrides, options } = request;
  checkId(id);
  checkObject(overrides, "overrides");
  const original = await fetchMonitor(context, id, options);
  const changes = changesOf(context, original, { patch: overrides, isNew: true });
  const definition = findMonitorType(original.type);
  if (definition !== undefined) checkNewRules(definition, { ...original.settings, ...original, ...changes.patch });
  const { parent, notificationIds } = changes.patch;
  if (typeof parent === "number") await checkParent(context, parent, options);
  if (notificationIds !== undefined) await checkNotifications(context, notificationIds, options);
  const wire = wireOfCopy(context, original, changes);
  checkLimits(wire, context.server);
  const copy = await addMonitor(context, wire, options);
  if (original.tags.length === 0) return copy;
  try {
    await putTags(context, copy.id, { tags: original.tags, options });
  } catch (error) {
    throw withHint(error, `The copy was made, with the id ${copy.id}; not all of its tags are on it.`);
  }
  return fetchMonitor(context, copy.id, options);
}

async function putTags(
  context: CreateContext,
  id: number,
  request: { tags: Monitor["tags"]; options?: CallOptions | undefined },
): Promise<void> {
  for (const tag of request.tags) {
    const answer = await context.transport.call("addMonitorTag", [tag.id, id, tag.value], request.options);
    readAck(answer, { what: `The tag "${tag.name}" on the monitor ${id}` });
  }
}
