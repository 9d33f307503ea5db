import type { ServerCapabilities } from "../server-version/capabilities.ts";
import { fieldsOf } from "./monitor-type-definition.ts";
import type { AnyMonitorInput, MonitorTypeDefinition } from "./monitor-type-definition.ts";

type Settings = Readonly<Record<string, unknown>>;

/** One setting that somebody has given. */
export interface GivenSetting {
  readonly name: string;
  readonly value: unknown;
  readonly field: ReturnType<typeof fieldsOf>[number][1];
  /** The value as it is sent. */
  readonly wire: Settings;
}

/** The settings that only this type has, in an input or a patch, and how they are sent. */
export function givenSettings(definition: MonitorTypeDefinition, values: object): readonly GivenSetting[] {
  return fieldsOf(definition)
    .map(([name, field]) => ({ name, field, value: Reflect.get(values, name) as never }))
    .filter(({ value }) => value !== undefined)
    .map((given) => ({ ...given, wire: given.field.write(given.value) }));
}

/**
 * A new monitor in the form in which it is sent, without its references. Settings that neither type nor input name have
 * the defaults of the server's own page.
 */
export function newMonitorOnWire(
  definition: MonitorTypeDefinition,
  input: AnyMonitorInput,
  server: ServerCapabilities,
): Record<string, unknown> {
  const interval = input.interval ?? definition.interval ?? 60;
  const own = givenSettings(definition, input).map(({ wire }) => wire);
  return {
    interval,
    retryInterval: input.retryInterval ?? interval,
    // What the server's page computes (seconds).
    timeout: Math.trunc(interval * 8) / 10,
    maxretries: input.maxRetries ?? 0,
    upsideDown: input.upsideDown ?? false,
    resendInterval: input.resendInterval ?? 0,
    ...definition.defaults?.(input),
    ...definition.fresh?.(server),
    ...Object.assign({}, ...own),
    type: input.type,
    name: input.name,
    // Without it, the column is null: each column that is sent costs the server time.
    ...(input.description == null ? {} : { description: input.description }),
    ...(input.parent == null ? {} : { parent: input.parent }),
    // Only a strict false is understood as paused.
    ...(input.active === false ? { active: false } : {}),
  };
}

/** The settings that only this type has, as they stand in a monitor that the server sent. */
export function settingsOf(definition: MonitorTypeDefinition, raw: Settings): Settings {
  return Object.freeze(Object.fromEntries(fieldsOf(definition).map(([name, field]) => [name, field.read(raw)])));
}
