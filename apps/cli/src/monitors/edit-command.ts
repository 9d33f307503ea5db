import type { Monitor } from "@kumakit/client";
import type { MonitorEditWish } from "@kumakit/provision";

import { usageError } from "../cli-error.ts";
import type { Zod } from "../contract/command-contract.ts";
import { dryRunSchema } from "../contract/shared-schemas.ts";
import { globalFlags } from "../flags/global-flags.ts";
import { KumaCommand } from "../kuma-command.ts";
import { called, changedData, changedSchema, onEach } from "./changed-monitors.ts";
import { selectMonitors } from "./select-monitors.ts";

/** The change for each monitor: for some settings its type decides. */
export type WishFor = (monitor: Monitor) => MonitorEditWish;

/** The base of commands that change monitors. */
export abstract class EditCommand extends KumaCommand<typeof EditCommand> {
  // The manifest is made of the classes up to the first without statics, which stands above this one.
  static override baseFlags = globalFlags;
  static output = (z: Zod) =>
    z.union([
      changedSchema(z).describe("For one monitor that was named."),
      z.array(changedSchema(z)).describe("For several."),
      dryRunSchema(z, { monitors: z.array(changedSchema(z)) }),
    ]);
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  /** Changes the monitors that are named, or says with `isDryRun` what that would do. */
  protected async editMonitors(
    references: readonly string[],
    wishFor: () => Promise<WishFor>,
    isDryRun: boolean,
  ): Promise<void> {
    const client = await this.connect();
    const monitors = await client.monitors.list();
    const { monitors: chosen, isSingle } = selectMonitors(monitors, references);
    const { describeActions, planEdit, realiseMonitor } = await import("../provision-work.ts");
    const wishOf = await wishFor();
    // All that is wrong with the words is found before the first monitor is changed.
    const wishes = new Map(chosen.map((monitor) => [monitor.id, wishOf(monitor)]));
    if (chosen.length > 1 && [...wishes.values()].some(({ name }) => name !== undefined))
      throw usageError(`--name is for one monitor, and these are ${chosen.length}`, "name one of them");
    const plan = (monitor: Monitor) => planEdit(client, monitor, { ...wishes.get(monitor.id), monitors });
    if (isDryRun) {
      const plans = await Promise.all(chosen.map(async (monitor) => ({ monitor, plan: (await plan(monitor)).plan })));
      const steps = plans.flatMap(({ monitor, plan: one }) =>
        describeActions(one).map((step) => (one.actions.length === 0 ? step : `${step} (${called(monitor)})`)),
      );
      const data = plans.map(({ monitor, plan: { outcome } }) => changedData({ monitor, outcome }));
      return this.printPlan(steps, { monitors: data });
    }
    const { done, failure } = await onEach(chosen, this.signal, async (monitor) => {
      const made = await realiseMonitor(client, await plan(monitor), { signal: this.signal });
      for (const warning of made.warnings) this.warn(`${called(made.monitor)}: ${warning}`);
      return made;
    });
    const lines = done.map(({ monitor, outcome }) =>
      outcome === "kept" ? `Nothing to do: ${called(monitor)} is so already.` : `Changed ${called(monitor)}.`,
    );
    this.printOneOrMany(done.map(changedData), isSingle, lines.join("\n"));
    if (failure !== undefined) throw failure;
  }
}
