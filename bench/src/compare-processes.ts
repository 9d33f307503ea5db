import { timeProcess, type Measured } from "./time-process.ts";

/** Two programs to compare. */
export interface Comparison {
  /** Makes the program of one round; each may need another name. */
  readonly subject: (round: number) => Measured;
  readonly floor: (round: number) => Measured;
  readonly rounds: number;
}

/**
 * Measures two whole processes in turn, so that whatever else the machine does hits both, and gives the ratio of their
 * fastest rounds: other work only ever adds time, so that the fastest round is the nearest to the truth.
 */
export async function compareProcesses(
  { subject, floor, rounds }: Comparison,
  note: (line: string) => void,
): Promise<number> {
  const subjectTimes: number[] = [];
  const floorTimes: number[] = [];
  // Round 0 warms the disk's cache up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const floorTime = await timeProcess(floor(round));
    const subjectTime = await timeProcess(subject(round));
    if (round === 0) continue;
    floorTimes.push(floorTime);
    subjectTimes.push(subjectTime);
  }
  note(`floor ${describe(floorTimes)}, measured ${describe(subjectTimes)}, ${rounds} rounds`);
  return Math.min(...subjectTimes) / Math.min(...floorTimes);
}

function describe(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return `min ${sorted[0]?.toFixed(1)} ms, median ${median.toFixed(1)} ms`;
}
