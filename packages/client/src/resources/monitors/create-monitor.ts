import { checkObject } from "../../arguments/check-object.ts";
import { KumaValidationError } from "../../errors/kuma-errors.ts";
import { withHint } from "../../errors/with-hint.ts";
import type { Monitor } from "../../model/monitor.ts";
import { checkLimits, checkTypeIsKnown } from "../../monitor-types/check-limits.ts";
import { findMonitorType, monitorTypes } from "../../monitor-types/registry.ts";
import type { MonitorInput } from "../../monitor-types/registry.ts";
import { checkSettings } from "../../monitor-types/check-settings.ts";
import { fieldsOf } from "../../monitor-types/monitor-type-definition.ts";
import type { MonitorTypeDefinition } from "../../monitor-types/monitor-type-definition.ts";
import { givenSettings, newMonitorOnWire } from "../../monitor-types/settings-on-wire.ts";
import { checkNewRules, validate } from "../../monitor-types/validate.ts";
import { fieldOf, readAck } from "../../protocol/ack.ts";
import { idSchema } from "../../protocol/id-schema.ts";
import { mapOfIds, monitorSchema } from "../../protocol/monitor-schema.ts";
import { parsePayload } from "../../protocol/parse-payload.ts";
import { newMonitorFields } from "../../server-version/monitor-fields.ts";
import type { CallOptions } from "../call-options.ts";
import { checkNotifications } from "./check-references.ts";
import type { NotificationLookup } from "./check-references.ts";
import type { ClientContext } from "../client-context.ts";
import { fetchMonitor } from "./fetch-monitor.ts";
import { secretsOf } from "../../errors/redact.ts";
import { marked } from "./add-mark.ts";
import type { AddOptions } from "./add-mark.ts";
import { despiteCuts, isCut } from "./after-cut.ts";
import { removeTwins } from "./remove-twins.ts";
import { SendWindow } from "./send-window.ts";
import { settleAdd } from "./unclear-add.ts";

/** The rest of the client, as far as `create` needs it. */
export interface CreateContext extends ClientContext, NotificationLookup {
  /** Makes sure that a group exists. */
  readonly checkParent: (id: number, options?: CallOptions) => Promise<void>;
}

/** So often an `add` is sent whose connection is cut each time. */
const mostTries = 30;

type Wire = Readonly<Record<string, unknown>>;

function definitionOf(input: MonitorInput): MonitorTypeDefinition {
  const type: unknown = Reflect.get(input, "type");
  const definition = typeof type === "string" ? findMonitorType(type) : undefined;
  if (definition !== undefined) return definition;
  throw new KumaValidationError("type", `must be one of ${monitorTypes.map((known) => known.type).join(", ")}`);
}

async function notificationIdsFor(
  context: CreateContext,
  input: MonitorInput,
  options?: CallOptions,
): Promise<readonly number[]> {
  // Nobody to be looked up.
  if (input.notificationIds?.length === 0) return [];
  if (input.notificationIds === undefined) {
    const known = await context.notifications(options);
    // The server attaches its defaults to nothing: its web page does.
    return definitionOf(input).alertsNobody !== true
      ? known.filter(({ isDefault }) => isDefault).map(({ id }) => id)
      : [];
  }
  await checkNotifications(context, input.notificationIds, options);
  return input.notificationIds;
}

/** Checks an input, looks up what it refers to, and gives what is sent. */
export async function wireOf(context: CreateContext, given: MonitorInput, options?: CallOptions): Promise<Wire> {
  checkObject(given);
  const { server, transport } = context;
  const definition = definitionOf(given);
  const input = validate(definition.inputSchema, given) as MonitorInput;
  checkTypeIsKnown(definition, server);
  checkNewRules(definition, input);
  checkSettings(definition, givenSettings(definition, input), { server, logger: transport.settings.logger });
  const own = newMonitorOnWire(definition, input, server.capabilities);
  checkLimits(own, server);
  if (typeof input.parent === "number") await context.checkParent(input.parent, options);
  const notificationIDList = mapOfIds(await notificationIdsFor(context, input, options));
  const settings = fieldsOf(definition).flatMap(([, { wire }]) => wire);
  return newMonitorFields({ ...own, notificationIDList }, settings, server.capabilities.line);
}

async function add(context: CreateContext, wire: Wire, options?: CallOptions): Promise<number> {
  const what = `The monitor "${String(wire["name"])}"`;
  const answer = await context.transport.call("add", [wire], options);
  return fieldOf(readAck(answer, { what, secrets: () => secretsOf(wire) }), "monitorID", idSchema);
}

/** The row of a monitor that the server sent unasked; asks for it when none came. */
async function madeMonitor(context: CreateContext, id: number, options?: CallOptions): Promise<Monitor> {
  // Every version announces the new monitor to all clients before it acknowledges it.
  const raw = context.events.monitorRow(id);
  if (raw !== undefined) return parsePayload("A monitor", monitorSchema, raw);
  try {
    return await fetchMonitor(context, id, options);
  } catch (error) {
    throw withHint(error, `The monitor was made, with the id ${id}; only reading it failed.`);
  }
}

/**
 * Sends a new monitor, and finds out what became of it when the server does not say; again when the connection was cut before the server
 * has carried it out.
 */
export async function addMonitor(context: CreateContext, given: Wire, options: AddOptions = {}): Promise<Monitor> {
  const { patience, signal, stop, timeout, window = new SendWindow(1) } = options;
  const before = context.events.highestMonitorId;
  const wire = marked(given);
  for (let tries = 1; ; tries += 1) {
    const made = await window.run(async (onCut) => {
      await context.transport.ready({ patience, timeout, signal: signal ?? stop });
      return add(context, wire, { signal, timeout }).catch(async (error: unknown) => {
        if (isCut(error)) onCut();
        const settled = await settleAdd(context, { wire, error, before, options });
        if (settled === undefined && tries === mostTries) throw error;
        return settled;
      });
    });
    if (made === undefined) continue;
    const read = (id: number): Promise<Monitor> => madeMonitor(context, id, { signal, timeout });
    const monitor = typeof made === "number" ? await despiteCuts(context, () => read(made), options) : made;
    if (tries > 1) await removeTwins(context, [monitor], options);
    return monitor;
  }
}

/** Creates a monitor; see {@link Monitors.create}. */
export async function createMonitor(
  context: CreateContext,
  input: MonitorInput,
  options?: CallOptions,
): Promise<Monitor> {
  return addMonitor(context, await wireOf(context, input, options), options);
}
