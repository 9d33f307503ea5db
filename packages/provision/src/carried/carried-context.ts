import type { HostFacts } from "@kumakit/installer";

import type { HostWork } from "../agent/on-hosts.ts";
import type { ProvisionOptions } from "../agent/provision-event.ts";
import type { Connect } from "../agent/reports-to.ts";
import type { CarriedPlan, CarriedWish } from "./carried-wish.ts";

/** How plans are made. */
export interface CarriedOptions extends ProvisionOptions {
  /** The server's URL, for hosts whose tokens are given. */
  readonly server?: string | undefined;
  /**
   * The agent, one file on this machine.
   * @defaultValue that of the package `@kumakit/agent`
   */
  readonly program?: string | undefined;
  /**
   * Is given the plan of a host when all was done for it on the server; when it throws, that is undone.
   * @defaultValue a dry run: the server is only looked at, and no plan has a script
   */
  readonly deliver?: ((host: string, plan: CarriedPlan) => Promise<void>) | undefined;
}

/** The work on one host. */
export interface CarriedContext extends CarriedOptions, HostWork {
  /** The facts, which call the host as the wish does. */
  readonly facts: HostFacts;
  readonly wish: CarriedWish;
  readonly connect: Connect;
}
