import { performance } from "node:perf_hooks";

/** Two ways to do the same. */
export interface InTurn {
  readonly subject: (round: number) => Promise<unknown>;
  readonly floor: (round: number) => Promise<unknown>;
  /** After each of them, not measured. */
  readonly cleanUp?: () => Promise<unknown>;
  readonly rounds: number;
}

async function time(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

const middle = (times: readonly number[]): number =>
  times.toSorted((left, right) => left - right)[Math.floor(times.length / 2)] ?? Number.NaN;

/** Measures two ways in turn in this process, so that other work on the machine hits both; gives the ratio of the medians. */
export async function compareInTurn(
  { subject, floor, cleanUp, rounds }: InTurn,
  note: (line: string) => void,
): Promise<number> {
  const [subjectTimes, floorTimes]: [number[], number[]] = [[], []];
  // Round 0 warms up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const floorTime = await time(() => floor(round));
    await cleanUp?.();
    const subjectTime = await time(() => subject(round));
    await cleanUp?.();
    if (round === 0) continue;
    floorTimes.push(floorTime);
    subjectTimes.push(subjectTime);
  }
  const [measured, bare] = [middle(subjectTimes), middle(floorTimes)];
  note(`floor median ${bare.toFixed(1)} ms, measured median ${measured.toFixed(1)} ms, ${rounds} rounds`);
  return measured / bare;
}
