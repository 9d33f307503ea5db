import { KumaUnsupportedError, KumaValidationError } from "../errors/kuma-errors.ts";
import type { Logger } from "../logger.ts";
import { isSameValue } from "../same-value.ts";
import { has, sinceOf } from "../server-version/monitor-fields.ts";
import type { ServerInfo } from "../server-version/server-info.ts";
import type { MonitorTypeDefinition } from "./monitor-type-definition.ts";
import type { GivenSetting } from "./settings-on-wire.ts";

/** The server that is to take the settings, and where a warning goes. */
export interface SettingsContext {
  readonly server: ServerInfo;
  readonly logger: Logger;
}

/** Whether a column with this value has the same effect as no column at all. */
function isWithoutEffect({ field }: GivenSetting, column: string, value: unknown): boolean {
  // A field reads a monitor without the column as the server acts that has none.
  return value === null || value === "" || isSameValue(value, field.write(field.read({}))[column]);
}

/** Whether a server that does not know the setting acts as if it had this value, or a new monitor has it anyway. */
function isDefault(setting: GivenSetting, definition: MonitorTypeDefinition): boolean {
  const { field, wire } = setting;
  return (
    isSameValue(wire, field.write(field.read(definition.defaults?.({}) ?? {}))) ||
    Object.entries(wire).every(([column, value]) => isWithoutEffect(setting, column, value))
  );
}

/** The versions that a setting needs for what its value says. */
function needsOf(setting: GivenSetting): readonly (string | undefined)[] {
  const { field, value, wire } = setting;
  const byColumn = Object.entries(wire)
    .filter(([column, sent]) => !isWithoutEffect(setting, column, sent))
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
export function checkEditable(
  given: readonly GivenSetting[],
  raw: Readonly<Record<string, unknown>>,
  server: ServerInfo,
): void {
  for (const { name, field, wire } of given) {
    if (field.editableSince === null)
      throw new KumaValidationError(name, "can only be set when the monitor is created");
    const byColumn = Object.entries(field.columnsEditableSince ?? {})
      .filter(([column]) => column in wire && wire[column] !== raw[column])
      .map(([, since]) => since);
    for (const needs of [...byColumn, field.editableSince].filter((since) => since !== undefined)) {
      if (has(server.capabilities.line, needs)) continue;
      throw new KumaUnsupportedError(`Changing the setting "${name}" like this`, {
        needs,
        serverVersion: server.version,
      });
    }
  }
}
