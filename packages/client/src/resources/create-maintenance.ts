import { isUnclear, withHint } from "../errors/with-hint.ts";
import { KumaRejectedError } from "../errors/kuma-errors.ts";
import { maintenanceInputSchema, planIn } from "../maintenance/plan-schema.ts";
import { planOnTheWire, unusedPlanFields } from "../maintenance/plan-to-wire.ts";
import type { PlanOnTheWire } from "../maintenance/plan-to-wire.ts";
import { presentOnTheWire } from "../maintenance/present-on-the-wire.ts";
import type { Maintenance, MaintenanceInput } from "../model/maintenance.ts";
import { validate } from "../monitor-types/validate.ts";
import { fieldOf, readAck } from "../protocol/ack.ts";
import { idSchema } from "../protocol/id-schema.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";
import { fetchMaintenance, fetchMaintenances } from "./fetch-maintenance.ts";
import { checkLinks, readLinks, writeLinks } from "./maintenance-links.ts";
import type { WantedLinks } from "./maintenance-links.ts";
import { isSameValue } from "../same-value.ts";

/** A new maintenance, and whether it is certain that this client made it. */
interface Stored {
  readonly id: number;
  readonly isOurs: boolean;
}

/** Whether a maintenance says what was asked for, field by field. Somebody else may have asked for the same. */
function isAsAsked(found: Maintenance, wire: PlanOnTheWire): boolean {
  const present = presentOnTheWire(found);
  const unused: PlanOnTheWire = unusedPlanFields;
  // What the plan has no use for, a server may give back in another form.
  const asked = Object.entries(wire).filter(([name, value]) => name in present && value !== unused[name]);
  return isSameValue(present, { ...present, ...Object.fromEntries(asked) });
}

/**
 * Stores it; when the answer gets lost, it is looked for among those that were not there before. Nothing is deleted that
 * another client may have made.
 */
async function add(context: ClientContext, wire: PlanOnTheWire, options?: CallOptions): Promise<Stored> {
  const before = new Set((await fetchMaintenances(context, options)).map(({ id }) => id));
  try {
    const answer = await context.transport.call("addMaintenance", [wire], options);
    const ack = readAck(answer, { what: `The maintenance "${String(wire["title"])}"` });
    return { id: fieldOf(ack, "maintenanceID", idSchema), isOurs: true };
  } catch (error) {
    const all = await fetchMaintenances(context, options).catch(() => []);
    const fresh = all.filter(({ id, title }) => !before.has(id) && title === wire["title"]);
    const [same, ...others] = fresh.filter((found) => isAsAsked(found, wire));
    if (isUnclear(error) && same !== undefined && others.length === 0) return { id: same.id, isOurs: false };
    if (fresh.length === 0) throw error;
    // Refused, but stored: the server writes the row before it starts the schedule. A maintenance with the same fields
    // was refused as well, no matter who sent it. As long as it has no monitor, nobody has gone on with it.
    const isDead = error instanceof KumaRejectedError && same !== undefined && fresh.length === 1 && !same.active;
    if (isDead && (await readLinks(context, same.id, { kind: "monitors", options })).length === 0) {
      await remove(context, same.id, options);
      throw error;
    }
    const ids = fresh.map(({ id }) => id).join(", ");
    throw withHint(error, `A maintenance of that title is new (id ${ids}): look at it before you try again.`);
  }
}

/** Deletes one. */
export async function remove(context: ClientContext, id: number, options?: CallOptions): Promise<void> {
  const answer = await context.transport.call("deleteMaintenance", [id], options);
  readAck(answer, { what: `Deleting the maintenance ${id}` });
}

/** Pauses or resumes one. */
export async function switchMaintenance(
  context: ClientContext,
  id: number,
  request: { isOn: boolean; options?: CallOptions | undefined },
): Promise<void> {
  const event = request.isOn ? "resumeMaintenance" : "pauseMaintenance";
  const what = `${request.isOn ? "Resuming" : "Pausing"} the maintenance ${id}`;
  readAck(await context.transport.call(event, [id], request.options), { what });
}

async function finish(
  context: ClientContext,
  id: number,
  request: { links: WantedLinks; isOn: boolean; options?: CallOptions | undefined },
): Promise<void> {
  const { links, isOn, options } = request;
  const { monitorIds: monitors, statusPageIds: statusPages } = links;
  if (monitors !== undefined) await writeLinks(context, id, { kind: "monitors", ids: monitors, options });
  if (statusPages !== undefined) await writeLinks(context, id, { kind: "statusPages", ids: statusPages, options });
  if (isOn) await switchMaintenance(context, id, { isOn, options });
}

/** Creates a maintenance; see {@link Maintenances.create}. */
export async function createMaintenance(
  context: ClientContext,
  given: MaintenanceInput,
  options?: CallOptions,
): Promise<Maintenance> {
  const input = validate(maintenanceInputSchema, given);
  const { title, description = "", active = true, monitorIds, statusPageIds } = input;
  const links = { monitorIds, statusPageIds };
  const plan = planOnTheWire(planIn(input));
  await checkLinks(context, links, options);
  // In force only once it is linked: until then nobody would know for what it is.
  const wire = { ...unusedPlanFields, ...plan, title, description, active: false };
  const { id, isOurs } = await add(context, wire, options);
  try {
    await finish(context, id, { links, isOn: active, options });
  } catch (error) {
    if (!isOurs) throw withHint(error, `The maintenance "${title}" (id ${id}) is left behind, paused.`);
    await remove(context, id, { timeout: options?.timeout }).catch(() => {
      const message = `The maintenance "${title}" could not be finished, and is left behind with the id ${id}, paused.`;
      throw new KumaRejectedError(message, { cause: error });
    });
    throw error;
  }
  return fetchMaintenance(context, id, options);
}
