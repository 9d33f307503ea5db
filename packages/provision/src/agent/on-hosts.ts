import { localHost, type Host } from "@kumakit/installer";

import { undoBecauseOf } from "../undo/undo-because-of.ts";
import { UndoStack } from "../undo/undo-stack.ts";
import { severalAtOnce } from "./several-at-once.ts";
import { voiceOf, type ProvisionOptions, type Voice } from "./provision-event.ts";

/** How the work on one host ended. */
export type HostResult<Outcome> =
  | {
      /** What messages call the host. */
      readonly host: string;
      readonly ok: true;
      /** What was done, or would be. */
      readonly outcome: Outcome;
    }
  | {
      /** What messages call the host. */
      readonly host: string;
      readonly ok: false;
      /** A ProvisionError, InstallerError or KumaError, unless there is a bug. */
      readonly error: unknown;
    };

/** The work on one host. */
export interface HostWork {
  readonly host: Host;
  readonly voice: Voice;
  /**
   * The way back from what other hosts may use by now, such as a group. It is gone once all hosts have ended, when this
   * one has failed.
   */
  readonly shared: UndoStack;
}

/**
 * Works on each host, on some of them at the same time. A host that fails does not stop the others.
 *
 * @returns the results, in the order of the hosts
 */
export async function onHosts<Outcome>(
  hosts: readonly Host[] | undefined,
  options: ProvisionOptions,
  work: (on: HostWork) => Promise<Outcome>,
): Promise<readonly HostResult<Outcome>[]> {
  const works = (hosts ?? [localHost()]).map((host) => {
    return { host, voice: voiceOf(options, host.label), shared: new UndoStack() };
  });
  const results = await severalAtOnce(works, (one) => resultOf(one, work), options.concurrency);
  const settled: HostResult<Outcome>[] = [];
  for (const [index, result] of results.entries())
    settled.push(await withoutShared(result, works[index]?.shared ?? new UndoStack()));
  return settled;
}

/** The outcomes of all hosts. @throws the error of the first host that failed */
export function outcomesOf<Outcome>(results: readonly HostResult<Outcome>[]): readonly Outcome[] {
  return results.map((result) => {
    if (!result.ok) throw result.error;
    return result.outcome;
  });
}

async function resultOf<Outcome>(
  one: HostWork,
  work: (on: HostWork) => Promise<Outcome>,
): Promise<HostResult<Outcome>> {
  const { label: host } = one.host;
  const result = await settle(host, async () => {
    one.voice.signal.throwIfAborted();
    return await work(one);
  });
  one.voice.emit({ kind: "end", host, ok: result.ok });
  return result;
}

async function settle<Outcome>(host: string, work: () => Promise<Outcome>): Promise<HostResult<Outcome>> {
  try {
    return { host, ok: true, outcome: await work() };
  } catch (error) {
    return { host, ok: false, error };
  }
}

async function withoutShared<Outcome>(result: HostResult<Outcome>, shared: UndoStack): Promise<HostResult<Outcome>> {
  return result.ok || shared.isEmpty ? result : { ...result, error: await undoBecauseOf(result.error, shared) };
}
