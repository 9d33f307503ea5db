import { setTimeout as sleep } from "node:timers/promises";
import { isKumaError } from "../../errors/kuma-errors.ts";
import { stillDown } from "../../transport/connection-loss.ts";
import type { Transport } from "../../transport/transport.ts";
import { waitFor } from "../../transport/deadline.ts";
import type { ClientContext } from "../client-context.ts";
import type { AddOptions } from "./add-mark.ts";

type Wire = Readonly<Record<string, unknown>>;

/** How long a server may stay away at most, in ms: it may be restarted, or moved. */
export const longestAbsence = 120_000;

/** How long a server may still carry out what it got on a connection that is lost, in ms. A later one is found at the end. */
const grace = 1_000;

const mostTries = 10;

/** Whether a call failed because the connection was cut: it may have been carried out, or never have arrived. */
export function isCut(error: unknown): boolean {
  return isKumaError(error) && error.code === "KUMA_CONNECTION_LOST";
}

/** Does something that may be done twice; again when the connection was cut. */
export async function despiteCuts<T>(
  { transport }: ClientContext,
  run: () => Promise<T>,
  options: AddOptions = {},
): Promise<T> {
  const { patience, stop, timeout } = options;
  for (let tries = 1; ; tries += 1) {
    await transport.ready({ patience, timeout, signal: stop });
    try {
      return await run();
    } catch (error) {
      if (!isCut(error) || tries === mostTries) throw error;
    }
  }
}

/**
 * The reports of the server since a connection was cut: the log-in on the new one brings the list, and of what it still
 * carries out of the old one it reports each. However many calls were cut at once, they share one look, and nothing is sent.
 */
class LooksAfterCut {
  readonly #context: ClientContext;
  #current: Promise<readonly Wire[]> | undefined;

  constructor(context: ClientContext) {
    this.#context = context;
  }

  /** All monitors that were seen, the last of each id last. */
  get(): Promise<readonly Wire[]> {
    this.#current ??= this.#look();
    return this.#current;
  }

  async #look(): Promise<readonly Wire[]> {
    const { transport } = this.#context;
    const seen: Wire[] = [];
    const note = (payload: unknown): void => {
      seen.push(...(Object.values(Object(payload) as object) as Wire[]));
    };
    let cuts = 0;
    const stops = [
      transport.on("monitorList", note),
      transport.on("updateMonitorIntoList", note),
      transport.onLoss(() => (cuts += 1)),
    ];
    try {
      // A cut while it looks begins it again: also for those who were cut only now.
      for (let before = -1; before !== cuts;) {
        before = cuts;
        await this.#seeAll(seen);
      }
      return seen;
    } finally {
      this.#current = undefined;
      for (const stop of stops) stop();
    }
  }

  async #seeAll(seen: Wire[]): Promise<void> {
    const { events, live, transport } = this.#context;
    await transport.ready({ patience: longestAbsence });
    try {
      await live.monitorList(transport, { timeout: longestAbsence });
    } catch (error) {
      if (!isCut(error)) throw error;
    }
    await sleep(grace);
    seen.unshift(...(events.reported.rows as readonly Wire[]));
  }
}

const looks = new WeakMap<Transport, LooksAfterCut>();

/**
 * All monitors that the server has reported since the connection was cut, with all that it still made by what it got before.
 *
 * @throws {@link KumaConnectionError} when it does not come back in time.
 */
export function seenAfterCut(context: ClientContext, options: AddOptions): Promise<readonly Wire[]> {
  const { transport } = context;
  const { timeouts } = transport.settings;
  const look = looks.get(transport) ?? new LooksAfterCut(context);
  looks.set(transport, look);
  const timeout = grace + (options.patience ?? Math.max(options.timeout ?? timeouts.call, timeouts.reconnect));
  const onTimeout = (): Error => stillDown(transport.settings);
  return waitFor({ timeout, signal: options.stop, what: "The request", onTimeout }, ({ resolve, reject }) => {
    look.get().then(resolve, reject);
    return () => {};
  });
}
