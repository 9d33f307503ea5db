import type { KumaClient } from "@kumakit/client";

import { lookUpMonitor } from "../monitors/plan-monitor.ts";
import { definitionIn } from "../agent/change-checks.ts";
import {
  looksAtOnce,
  withoutMade,
  type PlannedCheck,
  type PlannedMonitors,
  type PlannedWish,
} from "../agent/plan-checks.ts";
import type { Voice } from "../agent/provision-event.ts";
import { severalAtOnce } from "../agent/several-at-once.ts";
import type { MovedWish } from "./moved-wish.ts";

/**
 * Plans the monitors of an agent on the server that it moves to. A missing thing that several of them need is made for the
 * first of them. Changes nothing.
 *
 * @throws ProvisionError, KumaError
 */
export async function planMoved(client: KumaClient, wishes: readonly MovedWish[]): Promise<PlannedMonitors> {
  const looked = await severalAtOnce(wishes, (one) => planned(client, one), looksAtOnce);
  // In the order in which they are made: that of the agent first.
  const made = new Set<string>();
  const once = <Planned extends PlannedWish>(one: Planned): Planned => {
    return { ...one, planned: { ...one.planned, plan: withoutMade(one.planned.plan, made) } };
  };
  const own = looked.find(({ reporter: { check } }) => check === undefined);
  const agentMonitor = own && once(own.plan);
  const checks = looked.flatMap(({ reporter: { check }, plan }): PlannedCheck[] =>
    check === undefined ? [] : [once({ ...plan, check: { definition: definitionIn(check) } })],
  );
  return { agentMonitor, checks };
}

async function planned(client: KumaClient, { reporter, wish }: MovedWish) {
  const plan: PlannedWish = { wish, interval: reporter.interval, planned: await lookUpMonitor(client, wish) };
  return { reporter, plan };
}

/** Says which notifications of before the other server does not have. */
export function warnOfMissing(server: string, wishes: readonly MovedWish[], { warn }: Pick<Voice, "warn">): void {
  const missing = new Set(wishes.flatMap((one) => one.missing));
  for (const name of missing) {
    const monitors = wishes.filter((one) => one.missing.includes(name)).map(({ wish }) => JSON.stringify(wish.name));
    warn(
      "monitor",
      `${server} has no notification called ${JSON.stringify(name)}, which ${monitors.join(", ")} alerted before.`,
    );
  }
}
