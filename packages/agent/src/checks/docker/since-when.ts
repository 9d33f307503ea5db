import type { ContainerState } from "./container-state.ts";

/**
 * For how long a container has run, or not run, in ms.
 *
 * @param state - as the engine reports it
 * @param isUp - whether it is as it should be; of one that runs and is not, the engine does not say since when
 * @param wallMs - the present time
 * @returns undefined when the engine does not say it
 */
export function sinceWhen(state: ContainerState, isUp: boolean, wallMs: number): number | undefined {
  const runs = state.status === "running";
  const ms = runs && !isUp ? Number.NaN : Date.parse(runs ? state.startedAt : state.finishedAt);
  // What never was is some moment of the year 1.
  return ms > 0 && ms <= wallMs ? wallMs - ms : undefined;
}
