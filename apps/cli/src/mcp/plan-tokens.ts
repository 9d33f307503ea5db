import { randomBytes } from "node:crypto";

import { CliError } from "../cli-error.ts";
import { EXIT } from "../exit-codes.ts";

/** How long a plan can be carried out, in ms: time for a person to read it. */
const LIFETIME = 10 * 60_000;

/** The most plans that are remembered. */
const MOST = 1000;

/** A time as plans name it, by the clock of this machine or that of the world. */
const time = /\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?/g;

interface KnownPlan {
  readonly call: string;
  readonly plan: string;
  /** In ms since 1970. */
  readonly expiresAt: number;
}

/** A token for a plan. */
export interface IssuedToken {
  readonly planToken: string;
  /** In ms since 1970. */
  readonly expiresAt: number;
}

/** The plans that were shown, each under a token that is good for one run of just this call. */
export class PlanTokens {
  readonly #plans = new Map<string, KnownPlan>();
  readonly #now: () => number;

  /** @param now - the clock, in ms since 1970 */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Remembers a plan. @param call - a text that is the same for the same call alone */
  issue(call: string, plan: unknown): IssuedToken {
    this.#forget();
    const planToken = randomBytes(16).toString("hex");
    const expiresAt = this.#now() + LIFETIME;
    this.#plans.set(planToken, { call, plan: comparable(plan), expiresAt });
    return { planToken, expiresAt };
  }

  /**
   * Uses a token up.
   *
   * @returns whether a plan that was made now is the one that was shown
   * @throws CliError (exit 6) when it is unknown, used, too old, or for another call
   */
  take(planToken: unknown, call: string): (plan: unknown) => boolean {
    const known = typeof planToken === "string" ? this.#plans.get(planToken) : undefined;
    if (typeof planToken !== "string" || known === undefined)
      throw refused("This plan token is unknown, or was used already");
    if (known.expiresAt <= this.#now()) {
      this.#plans.delete(planToken);
      throw refused("This plan token has expired");
    }
    if (known.call !== call) throw refused("This plan token is for another tool or for other arguments");
    this.#plans.delete(planToken);
    return (plan) => comparable(plan) === known.plan;
  }

  #forget(): void {
    const now = this.#now();
    for (const [token, { expiresAt }] of this.#plans) if (expiresAt <= now) this.#plans.delete(token);
    const [oldest] = this.#plans.keys();
    if (oldest !== undefined && this.#plans.size >= MOST) this.#plans.delete(oldest);
  }
}

/** A length of time counts from the moment of the change, so the times in two plans for the same differ. */
function comparable(plan: unknown): string {
  return JSON.stringify(plan).replaceAll(time, "TIME");
}

function refused(message: string): CliError {
  return new CliError({
    code: "KUMA_PLAN_TOKEN_REFUSED",
    message,
    hint: "call the tool without planToken to see the plan of now",
    exit: EXIT.refused,
  });
}
