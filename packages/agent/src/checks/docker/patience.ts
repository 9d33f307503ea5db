/** How long things may stay as they are; by monotonic ms, so that a jump of the clock does not matter. */
export class Patience {
  #since = new Map<string, number>();

  /**
   * Names the things that have lasted too long. A thing that is not named any more is forgotten.
   *
   * @param limits - by a key, how many ms it may last
   * @param now - monotonic ms
   * @returns the keys whose time is up, and when the next one's is
   */
  judge(
    limits: ReadonlyMap<string, number>,
    now: number,
  ): { readonly over: ReadonlySet<string>; readonly nextInMs?: number } {
    this.#since = new Map([...limits.keys()].map((key) => [key, this.#since.get(key) ?? now]));
    const left = [...limits].map(([key, limit]) => [key, (this.#since.get(key) ?? now) + limit - now] as const);
    const waiting = left.filter(([, ms]) => ms > 0).map(([, ms]) => ms);
    return {
      over: new Set(left.filter(([, ms]) => ms <= 0).map(([key]) => key)),
      ...(waiting.length === 0 ? {} : { nextInMs: Math.min(...waiting) }),
    };
  }
}
