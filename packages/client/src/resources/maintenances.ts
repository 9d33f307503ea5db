import { checkId } from "../arguments/check-id.ts";
import { checkObject } from "../arguments/check-object.ts";
import { maintenanceDetailsPatchSchema, maintenanceReplanSchema, planIn } from "../maintenance/plan-schema.ts";
import { presentOnTheWire, writtenValues } from "../maintenance/present-on-the-wire.ts";
import { planOnTheWire } from "../maintenance/plan-to-wire.ts";
import type { PlanOnTheWire } from "../maintenance/plan-to-wire.ts";
import type {
  Maintenance,
  MaintenanceChange,
  MaintenanceDetailsPatch,
  MaintenanceInput,
  MaintenancePatch,
} from "../model/maintenance.ts";
import { validate } from "../monitor-types/validate.ts";
import { readAck } from "../protocol/ack.ts";
import { maintenanceSchema } from "../protocol/maintenance-schema.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";
import { createMaintenance, remove, switchMaintenance } from "./create-maintenance.ts";
import { fetchMaintenance, fetchMaintenances } from "./fetch-maintenance.ts";
import { editToLast } from "./lasting-edit.ts";
import { checkLinks, readLinks, replaceLinks } from "./maintenance-links.ts";
import type { LinkKind } from "./maintenance-links.ts";
import { RowLooks } from "./row-looks.ts";
import type { Row } from "./row-looks.ts";
import { StoredMaintenance } from "./stored-maintenance.ts";
import { isSameValue } from "../same-value.ts";

/**
 * The maintenances of a server: times in which its monitors alert nobody.
 *
 * @example
 * ```ts
 * await client.maintenance.create({
 *   title: "nightly backup",
 *   strategy: "recurring-weekday",
 *   weekdays: ["monday", "thursday"],
 *   timeRange: { from: "23:30", to: "01:00" },
 *   timeZone: "Europe/Berlin",
 *   monitorIds: [monitor.id],
 * });
 * ```
 */
export interface Maintenances {
  /** All of them, by id. */
  list(options?: CallOptions): Promise<readonly Maintenance[]>;
  /**
   * One maintenance.
   *
   * @throws {@link KumaNotFoundError} when there is none with that id.
   */
  get(id: number, options?: CallOptions): Promise<Maintenance>;
  /**
   * Creates a maintenance. It comes into force when everything is linked with it, so that no monitor is forgotten for a
   * moment; what a failed step leaves behind is deleted again. When the answer gets lost, it is looked for by all that was
   * sent. Where the server has refused it but kept it, it is deleted when it says the same in every field and is for no monitor; what
   * another client may have made is named in the error's `hint`.
   *
   * @throws {@link KumaValidationError} when the input is wrong; nothing was sent.
   * @throws {@link KumaNotFoundError} when a monitor or a status page does not exist; nothing was made.
   */
  create(input: MaintenanceInput, options?: CallOptions): Promise<Maintenance>;
  /**
   * Changes some fields, or the plan as a whole. Sends nothing when nothing would change.
   *
   * @throws {@link KumaValidationError} when the patch is wrong.
   * @throws {@link KumaNotFoundError} when the maintenance, a monitor or a status page does not exist.
   * @throws {@link KumaConflictError} when others change it at the same time, and the change does not stay.
   */
  update(id: number, patch: MaintenancePatch, options?: CallOptions): Promise<Maintenance>;
  /**
   * Says what {@link Maintenances.update} would change, and changes nothing.
   *
   * @returns the fields that would change; none for a maintenance that is so already
   * @throws {@link KumaValidationError} when the patch is wrong.
   * @throws {@link KumaNotFoundError} when there is none with that id.
   */
  changes(id: number, patch: MaintenancePatch, options?: CallOptions): Promise<readonly MaintenanceChange[]>;
  /**
   * Deletes a maintenance. Its monitors alert again at once.
   *
   * @throws {@link KumaNotFoundError} when there is none with that id.
   */
  delete(id: number, options?: CallOptions): Promise<void>;
  /**
   * Takes a maintenance out of force.
   *
   * @throws {@link KumaNotFoundError} when there is none with that id.
   */
  pause(id: number, options?: CallOptions): Promise<void>;
  /**
   * Puts a paused maintenance in force again.
   *
   * @throws {@link KumaNotFoundError} when there is none with that id.
   */
  resume(id: number, options?: CallOptions): Promise<void>;
  /**
   * The ids of the monitors that a maintenance is for.
   *
   * @throws {@link KumaNotFoundError} when there is no such maintenance.
   */
  monitorIds(id: number, options?: CallOptions): Promise<readonly number[]>;
  /**
   * Replaces the monitors that a maintenance is for.
   *
   * @throws {@link KumaNotFoundError} when the maintenance or a monitor does not exist; nothing was changed.
   */
  setMonitors(id: number, monitorIds: readonly number[], options?: CallOptions): Promise<void>;
  /**
   * The ids of the status pages that announce a maintenance.
   *
   * @throws {@link KumaNotFoundError} when there is no such maintenance.
   */
  statusPageIds(id: number, options?: CallOptions): Promise<readonly number[]>;
  /**
   * Replaces the status pages that announce a maintenance.
   *
   * @throws {@link KumaNotFoundError} when the maintenance or a status page does not exist; nothing was changed.
   */
  setStatusPages(id: number, statusPageIds: readonly number[], options?: CallOptions): Promise<void>;
}

/** A patch, checked and taken apart. */
interface Changes {
  readonly details: MaintenanceDetailsPatch;
  readonly plan: PlanOnTheWire;
}

function changesIn(patch: MaintenancePatch): Changes {
  checkObject(patch, "patch");
  if (patch.strategy !== undefined) {
    const input = validate(maintenanceReplanSchema, patch);
    return { details: input, plan: planOnTheWire(planIn(input)) };
  }
  const { strategy: _, ...details } = patch;
  return { details: validate(maintenanceDetailsPatchSchema, details), plan: {} };
}

/** Lists of ids, of which the order says nothing and each counts once. */
function sorted(lists: Readonly<Record<string, readonly number[] | undefined>>): Row {
  const given = Object.entries(lists).filter(([, ids]) => ids !== undefined);
  return Object.fromEntries(given.map(([name, ids]) => [name, [...new Set(ids)].toSorted((a, b) => a - b)]));
}

/** {@link Maintenances} over a connection. */
export class MaintenancesOverSocket implements Maintenances {
  readonly #context: ClientContext;

  /** Takes the connection. */
  constructor(context: ClientContext) {
    this.#context = context;
  }

  list(options?: CallOptions): Promise<readonly Maintenance[]> {
    return fetchMaintenances(this.#context, options);
  }

  get(id: number, options?: CallOptions): Promise<Maintenance> {
    return fetchMaintenance(this.#context, id, options);
  }

  create(input: MaintenanceInput, options?: CallOptions): Promise<Maintenance> {
    return createMaintenance(this.#context, input, options);
  }

  async update(id: number, patch: MaintenancePatch, options?: CallOptions): Promise<Maintenance> {
    checkId(id);
    const changes = changesIn(patch);
    return this.#alone(id, () => this.#change(id, changes, options), options);
  }

  async changes(id: number, patch: MaintenancePatch, options?: CallOptions): Promise<readonly MaintenanceChange[]> {
    checkId(id);
    const { details, plan } = changesIn(patch);
    const { monitorIds, statusPageIds, ...texts } = details;
    const present = writtenValues(presentOnTheWire(await this.get(id, options)));
    const wished: Row = { ...writtenValues({ ...texts, ...plan }), ...sorted({ monitorIds, statusPageIds }) };
    const before: Row = {
      ...present,
      ...(monitorIds === undefined ? {} : sorted({ monitorIds: await this.monitorIds(id, options) })),
      ...(statusPageIds === undefined ? {} : sorted({ statusPageIds: await this.statusPageIds(id, options) })),
    };
    return Object.entries(wished)
      .filter(([setting, to]) => to !== undefined && !isSameValue(before[setting], to))
      .map(([setting, to]) => ({ setting, from: before[setting], to }));
  }

  delete(id: number, options?: CallOptions): Promise<void> {
    return this.#alone(id, () => this.#remove(id, options), options);
  }

  pause(id: number, options?: CallOptions): Promise<void> {
    return this.#alone(id, () => this.#edit(id, { active: false }, options), options);
  }

  resume(id: number, options?: CallOptions): Promise<void> {
    return this.#alone(id, () => this.#edit(id, { active: true }, options), options);
  }

  #alone<T>(id: number, write: () => Promise<T>, options?: CallOptions): Promise<T> {
    return this.#context.writes.one(["maintenance", id], write, options);
  }

  async #change(id: number, { details, plan }: Changes, options?: CallOptions): Promise<Maintenance> {
    const { title, description, active, monitorIds, statusPageIds } = details;
    await this.get(id, options);
    await checkLinks(this.#context, { monitorIds, statusPageIds }, options);
    const given = Object.entries({ title, description, ...plan }).filter(([, value]) => value !== undefined);
    await this.#edit(id, Object.fromEntries(given), options);
    if (monitorIds !== undefined) await replaceLinks(this.#context, id, { kind: "monitors", ids: monitorIds, options });
    if (statusPageIds !== undefined)
      await replaceLinks(this.#context, id, { kind: "statusPages", ids: statusPageIds, options });
    if (active !== undefined) await this.#edit(id, { active }, options);
    return fetchMaintenance(this.#context, id, options);
  }

  async #remove(id: number, options?: CallOptions): Promise<void> {
    // The server says yes to deleting what is not there.
    await this.get(id, options);
    await remove(this.#context, id, options);
  }

  monitorIds(id: number, options?: CallOptions): Promise<readonly number[]> {
    return this.#links(id, "monitors", options);
  }

  async setMonitors(id: number, monitorIds: readonly number[], options?: CallOptions): Promise<void> {
    await this.update(id, { monitorIds }, options);
  }

  statusPageIds(id: number, options?: CallOptions): Promise<readonly number[]> {
    return this.#links(id, "statusPages", options);
  }

  async setStatusPages(id: number, statusPageIds: readonly number[], options?: CallOptions): Promise<void> {
    await this.update(id, { statusPageIds }, options);
  }

  async #links(id: number, kind: LinkKind, options?: CallOptions): Promise<readonly number[]> {
    const ids = await readLinks(this.#context, id, { kind, options });
    // The server gives an empty list for an unknown maintenance, too.
    if (ids.length === 0) await this.get(id, options);
    return ids;
  }

  /** Changes what a maintenance says, or whether it is in force. */
  async #edit(id: number, changes: Row, options: CallOptions | undefined): Promise<void> {
    const { transport } = this.#context;
    using looks = new RowLooks(this.#context, "maintenanceList", (list) => {
      const found = maintenanceSchema.safeParse(Reflect.get(Object(list), String(id)));
      return found.success ? writtenValues(presentOnTheWire(found.data)) : undefined;
    });
    let present: PlanOnTheWire = {};
    let isToStore = false;
    const stored = new StoredMaintenance(this.#context, id);
    await editToLast(this.#context, {
      what: `the maintenance ${id}`,
      looks,
      options,
      read: async () => {
        present = presentOnTheWire(await this.get(id, options));
        return writtenValues(present);
      },
      wish: (row) => ({ ...row, ...writtenValues(changes) }),
      write: async (row) => {
        const { active } = present;
        const [before, wire] = [writtenValues(present), { ...row, active }];
        if (isToStore || !isSameValue(before, wire)) {
          const answer = await transport.call("editMaintenance", [{ ...present, ...wire }], options);
          readAck(answer, { what: `The change of the maintenance ${id}` });
        }
        // An edit alone would not stop what is running.
        if (row["active"] !== active)
          await switchMaintenance(this.#context, id, { isOn: row["active"] === true, options });
      },
      isKept: async () => {
        isToStore = !(await stored.isAs(present, options));
        return !isToStore;
      },
    });
  }
}
