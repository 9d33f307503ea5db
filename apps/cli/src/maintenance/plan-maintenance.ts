import type { KumaClient, Maintenance, MaintenanceInput } from "@kumakit/client";

import { findItem } from "../resources/noun.ts";
import { maintenanceNoun } from "../resources/nouns/maintenance.ts";

/** The ways to deal with a maintenance of the same title; without one, another is made. */
export const IF_EXISTS = ["keep", "update"] as const;

/** The outcome of a wish for a maintenance, before anything is changed. */
export interface PlannedMaintenance {
  readonly outcome: "created" | "kept" | "updated";
  /** The one that is there. */
  readonly found: Maintenance | undefined;
  /** As data; nothing for one that stays as it is. */
  readonly actions: readonly ({ readonly kind: string } & Readonly<Record<string, unknown>>)[];
}

/** Looks for a maintenance of the same title, and says what differs. @throws CliError (exit 2) when there are several */
export async function planMaintenance(
  client: KumaClient,
  input: MaintenanceInput,
  ifExists: (typeof IF_EXISTS)[number] | undefined,
): Promise<PlannedMaintenance> {
  const { title } = input;
  const all = ifExists === undefined ? [] : await client.maintenance.list();
  const named = all.filter((one) => one.title === title);
  if (named.length === 0)
    return { outcome: "created", found: undefined, actions: [{ ...input, kind: "create-maintenance" }] };
  const found = findItem(maintenanceNoun, named, title);
  const changes = ifExists === "keep" ? [] : await client.maintenance.changes(found.id, input);
  const actions = changes.length === 0 ? [] : [{ kind: "edit", maintenance: { id: found.id, name: title }, changes }];
  return { outcome: changes.length === 0 ? "kept" : "updated", found, actions };
}
