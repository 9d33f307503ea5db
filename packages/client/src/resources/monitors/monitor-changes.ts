import { KumaValidationError } from "../../errors/kuma-errors.ts";
import type { Monitor } from "../../model/monitor.ts";
import { checkEditable, checkSettings } from "../../monitor-types/check-settings.ts";
import type { CommonMonitorInput } from "../../monitor-types/common-monitor-input.ts";
import type { MonitorTypeDefinition } from "../../monitor-types/monitor-type-definition.ts";
import { commonPatchSchema } from "../../monitor-types/monitor-type-definition.ts";
import { findMonitorType } from "../../monitor-types/registry.ts";
import { givenSettings } from "../../monitor-types/settings-on-wire.ts";
import type { GivenSetting } from "../../monitor-types/settings-on-wire.ts";
import { checkRule, validate } from "../../monitor-types/validate.ts";
import { mapOfIds } from "../../protocol/monitor-schema.ts";
import { onlyKnownFields } from "../../server-version/monitor-fields.ts";
import { isSameValue } from "../../same-value.ts";
import type { ClientContext } from "../client-context.ts";

/** The part of a patch that every type has. */
export type CommonPatch = Partial<CommonMonitorInput>;

/** A patch's changes to a monitor. */
export interface MonitorChanges {
  /** The patch, checked. */
  readonly patch: CommonPatch;
  /** The fields of the wire that would change. */
  readonly wire: Readonly<Record<string, unknown>>;
}

const commonColumns = {
  name: "name",
  description: "description",
  parent: "parent",
  interval: "interval",
  retryInterval: "retryInterval",
  resendInterval: "resendInterval",
  maxRetries: "maxretries",
  upsideDown: "upsideDown",
} as const;

function commonChanges(monitor: Monitor, patch: CommonPatch): Record<string, unknown> {
  const wire: Record<string, unknown> = {};
  for (const [name, column] of Object.entries(commonColumns)) {
    const wanted: unknown = Reflect.get(patch, name);
    if (wanted !== undefined && wanted !== Reflect.get(monitor, name)) wire[column] = wanted;
  }
  const { notificationIds } = patch;
  if (notificationIds !== undefined && !isSameValue(mapOfIds(notificationIds), mapOfIds(monitor.notificationIds)))
    wire["notificationIDList"] = mapOfIds(notificationIds);
  return wire;
}

/** Settings that the server's page moves together with the interval as long as nobody has moved them apart. */
function followingInterval(monitor: Monitor, patch: CommonPatch): Record<string, unknown> {
  const { interval } = patch;
  if (interval === undefined || interval === monitor.interval) return {};
  const share = (whole: number): number => Math.trunc(whole * 8) / 10;
  return {
    ...(monitor.retryInterval === monitor.interval ? { retryInterval: interval } : {}),
    ...(monitor.raw["timeout"] === share(monitor.interval) ? { timeout: share(interval) } : {}),
  };
}

function isChange(setting: GivenSetting, monitor: Monitor): boolean {
  const { field, wire } = setting;
  return field.isHidden === true || !isSameValue(field.write(field.read(monitor.raw)), wire);
}

function ownChanges(
  context: ClientContext,
  monitor: Monitor,
  own: { readonly definition: MonitorTypeDefinition; readonly patch: CommonPatch; readonly isNew: boolean },
): Record<string, unknown> {
  const { definition, patch, isNew } = own;
  const given = givenSettings(definition, patch).filter((setting) => isChange(setting, monitor));
  if (given.length === 0) return {};
  const { server, transport } = context;
  if (!isNew) checkEditable(given, monitor.raw, server);
  checkSettings(definition, given, { server, logger: transport.settings.logger });
  checkRule(definition, { ...monitor.settings, interval: monitor.interval, ...patch });
  return onlyKnownFields(Object.assign({}, ...given.map(({ wire }) => wire)) as object, server.capabilities.line);
}

function checkType(monitor: Monitor, patch: unknown): void {
  const type: unknown = Reflect.get(Object(patch), "type");
  if (type === undefined || type === monitor.type) return;
  throw new KumaValidationError(
    "type",
    `a monitor of the type "${monitor.type}" cannot become another; create a new one`,
  );
}

/** The wanted change. */
export interface ChangeRequest {
  /** The patch, as it was given. */
  readonly patch: unknown;
  /** Whether it is for a copy of the monitor. */
  readonly isNew?: boolean;
}

/**
 * Compares a patch with a monitor.
 *
 * @throws {@link KumaValidationError} when the patch does not fit the monitor's type.
 * @throws {@link KumaUnsupportedError} when the server lacks a setting.
 */
export function changesOf(context: ClientContext, monitor: Monitor, request: ChangeRequest): MonitorChanges {
  const { patch: given, isNew = false } = request;
  checkType(monitor, given);
  const definition = findMonitorType(monitor.type);
  // Of a type that only a newer server knows, the settings that every type has can still be changed.
  const patch: CommonPatch = validate(definition?.patchSchema ?? commonPatchSchema, given);
  const own = definition === undefined ? {} : ownChanges(context, monitor, { definition, patch, isNew });
  const common = commonChanges(monitor, patch);
  return { patch, wire: { ...followingInterval(monitor, patch), ...own, ...common } };
}
