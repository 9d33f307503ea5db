import { KumaUnsupportedError } from "../errors/kuma-unsupported-error.ts";
import { KumaValidationError } from "../errors/kuma-validation-error.ts";
import type { Logger } from "../logger.ts";
import { isSameValue } from "../same-value.ts";
import { defaultFieldsOf, has, sinceOf } from "../server-version/monitor-fields.ts";
import type { ServerInfo } from "../server-version/server-info.ts";
import type { MonitorTypeDefinition } from "./monitor-type-definition.ts";
import type { GivenSetting } from "./settings-on-wire.ts";

/** The server that is to take the settings, and where a warning goes. */
export interface SettingsContext {
  readonly server: ServerInfo;
  readonly logger: Logger;
}

// What the page of the newest server sends: a column that is missing has the effect of that value.
const defaults = defaultFieldsOf("999.0");

/** Whether a column with this value has the same effect as no column at all. */
function isWithoutEffect(column: string, value: unknown): boolean {
  if (value === null || value === "" || value === false || isSameValue(value, [])) return true;
  return Object.hasOwn(defaults, column) && isSameValue(value, defaults[column]);
}

/** Whether a server that does not know the setting acts as if it had this value, or a new monitor has it anyway. */
function isDefault({ field, wire }: GivenSetting, definition: MonitorTypeDefinition): boolean {
  const plain = [{}, definition.defaults?.({}) ?? {}].map((raw) => field.write(field.read(raw) as never));
  return (
    plain.some((value) => isSameValue(value, wire)) ||
    Object.entries(wire).every(([column, value]) => isWithoutEffect(column, value))
  );
}

/** The versions that a setting needs for what its value says. */
function needsOf({ field, value, wire }: GivenSetting): readonly (string | undefined)[] {
  const byColumn = Object.entries(wire)
    .filter(([column, sent]) => !isWithoutEffect(column, sent))
    .map(([column]) => sinceOf(column));
  return [...byColumn, field.sinceByValue?.[String(value)], field.since];
}

/**
 * Checks that the server has every setting that was given. One that it lacks is let through with a warning when it has
 * its default value only.
 *
 * @throws {@link KumaUnsupportedError} when a setting would be lost.
 */
export function checkSettings(
  definition: MonitorTypeDefinition,
  given: readonly GivenSetting[],
  { server, logger }: SettingsContext,
): void {
  const { line } = server.capabilities;
  const isMissing = (since: string | undefined): since is string => since !== undefined && !has(line, since);
  for (const setting of given) {
    const feature = `The setting "${setting.name}" of a monitor of the type "${definition.type}"`;
    const columns = setting.field.wire.map(sinceOf);
    if (isDefault(setting, definition)) {
      const needs = [setting.field.since, columns[0]].find(isMissing);
      if (needs !== undefined)
        logger.warn(`${feature} needs Uptime Kuma ${needs}; it has its default value, and was left out`);
      continue;
    }
    const needs = needsOf(setting).filter(isMissing).at(-1);
    if (needs !== undefined) throw new KumaUnsupportedError(feature, { needs, serverVersion: server.version });
  }
}

/**
 * Checks that an edit on this server changes the settings: it takes some in a new monitor only, and says nothing.
 *
 * @throws {@link KumaUnsupportedError} when a newer server can change it.
 * @throws {@link KumaValidationError} when none can.
 */
export function checkEditable(given: readonly GivenSetting[], server: ServerInfo): void {
  for (const { name, field } of given) {
    if (field.editableSince === null)
      throw new KumaValidationError(name, "can only be set when the monitor is created");
    if (field.editableSince !== undefined && !has(server.capabilities.line, field.editableSince)) {
      throw new KumaUnsupportedError(`Changing the setting "${name}"`, {
        needs: field.editableSince,
        serverVersion: server.version,
      });
    }
  }
}
