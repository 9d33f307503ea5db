/** How many inputs a fuzzer makes: some in each run of the tests, many in `pnpm test:soak`. */
export const fuzzInputs = Number(process.env["KUMA_FUZZ_INPUTS"] ?? 20_000);

/** A small generator of numbers (mulberry32): the same seed gives the same inputs again. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
