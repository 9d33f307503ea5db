import { KumaConnectionError } from "../errors/kuma-connection-error.ts";
import { KumaRejectedError } from "../errors/kuma-rejected-error.ts";
import { KumaTimeoutError } from "../errors/kuma-timeout-error.ts";
import { KumaValidationError } from "../errors/kuma-validation-error.ts";
import type { Monitor } from "../model/monitor.ts";
import type { Notification } from "../model/notification.ts";
import { checkLimits, checkTypeIsKnown } from "../monitor-types/check-limits.ts";
import { findMonitorType, monitorTypes } from "../monitor-types/registry.ts";
import type { MonitorInput } from "../monitor-types/registry.ts";
import { checkSettings } from "../monitor-types/check-settings.ts";
import type { MonitorTypeDefinition } from "../monitor-types/monitor-type-definition.ts";
import { givenSettings, newMonitorOnWire } from "../monitor-types/settings-on-wire.ts";
import { checkNewRules, validate } from "../monitor-types/validate.ts";
import { fieldOf, readAck } from "../protocol/ack.ts";
import { idSchema } from "../protocol/id-schema.ts";
import { mapOfIds } from "../protocol/monitor-schema.ts";
import { defaultFieldsOf, onlyKnownFields } from "../server-version/monitor-fields.ts";
import type { CallOptions } from "./call-options.ts";
import { checkNotifications, checkParent } from "./check-references.ts";
import type { ClientContext } from "./client-context.ts";
import { deleteArguments } from "./delete-monitor.ts";
import { fetchMonitor, fetchMonitors } from "./fetch-monitor.ts";
import { secretsOf } from "./secrets-of.ts";

/** What `create` needs from elsewhere in the client. */
export interface CreateContext extends ClientContext {
  readonly notifications: (options?: CallOptions) => Promise<readonly Notification[]>;
}

type Wire = Readonly<Record<string, unknown>>;

function definitionOf(input: MonitorInput): MonitorTypeDefinition {
  const type: unknown = Reflect.get(Object(input), "type");
  const definition = typeof type === "string" ? findMonitorType(type) : undefined;
  if (definition !== undefined) return definition;
  throw new KumaValidationError("type", `must be one of ${monitorTypes.map((known) => known.type).join(", ")}`);
}

async function notificationIdsFor(
  context: CreateContext,
  input: MonitorInput,
  options?: CallOptions,
): Promise<readonly number[]> {
  const known = await context.notifications(options);
  if (input.notificationIds === undefined) {
    // The server attaches its defaults to nothing: its web page does.
    return definitionOf(input).alertsNobody !== true
      ? known.filter(({ isDefault }) => isDefault).map(({ id }) => id)
      : [];
  }
  checkNotifications(input.notificationIds, known);
  return input.notificationIds;
}

async function wireOf(context: CreateContext, given: MonitorInput, options?: CallOptions): Promise<Wire> {
  const { server, transport } = context;
  const definition = definitionOf(given);
  const input = validate(definition.inputSchema, given) as MonitorInput;
  checkTypeIsKnown(definition, server);
  checkNewRules(definition, input);
  checkSettings(definition, givenSettings(definition, input), { server, logger: transport.settings.logger });
  const own = newMonitorOnWire(definition, input, server.capabilities);
  checkLimits(own, server);
  if (typeof input.parent === "number") await checkParent(context, input.parent, options);
  const notificationIDList = mapOfIds(await notificationIdsFor(context, input, options));
  const { line } = server.capabilities;
  return onlyKnownFields({ ...defaultFieldsOf(line), ...own, notificationIDList }, line);
}

/** The monitor that a request of unknown or bad outcome has left behind, if it can be told by its push token. */
async function findMade(context: CreateContext, wire: Wire, options?: CallOptions): Promise<Monitor | undefined> {
  const token = wire["pushToken"];
  if (typeof token !== "string") return undefined;
  return (await fetchMonitors(context, options)).find(({ pushToken }) => pushToken === token);
}

async function add(context: CreateContext, wire: Wire, options?: CallOptions): Promise<number> {
  const secrets = secretsOf(wire);
  const what = `The monitor "${String(wire["name"])}"`;
  return fieldOf(
    readAck(await context.transport.call("add", [wire], options), { what, secrets }),
    "monitorID",
    idSchema,
  );
}

async function mend(
  context: CreateContext,
  wire: Wire,
  problem: { error: unknown; options?: CallOptions | undefined },
): Promise<Monitor> {
  const { error, options } = problem;
  const isUnclear =
    error instanceof KumaTimeoutError ||
    (error instanceof KumaConnectionError && error.code === "KUMA_CONNECTION_LOST");
  if (!isUnclear && !(error instanceof KumaRejectedError)) throw error;
  const made = await findMade(context, wire, options).catch(() => undefined);
  if (made === undefined) throw error;
  if (isUnclear) return made;
  // Refused, but stored: the server writes the row before it links the notifications.
  readAck(await context.transport.call("deleteMonitor", deleteArguments(context, made.id), options), {
    what: "Removing the half-made monitor",
  });
  throw error;
}

/** Sends a new monitor, and finds out what became of it when the server does not say. */
export async function addMonitor(context: CreateContext, wire: Wire, options?: CallOptions): Promise<Monitor> {
  let id: number;
  try {
    id = await add(context, wire, options);
  } catch (error) {
    return mend(context, wire, { error, options });
  }
  return fetchMonitor(context, id, options);
}

/** Creates a monitor; see {@link Monitors.create}. */
export async function createMonitor(
  context: CreateContext,
  input: MonitorInput,
  options?: CallOptions,
): Promise<Monitor> {
  return addMonitor(context, await wireOf(context, input, options), options);
}
