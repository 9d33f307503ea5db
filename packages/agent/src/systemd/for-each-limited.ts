/**
 * Does something asynchronous for every item, a few at a time.
 *
 * @param items - taken in order
 * @param atOnce - how many may be under way together
 * @param act - what is done; the first rejection ends it all
 */
export async function forEachLimited<Item>(
  items: Iterable<Item>,
  atOnce: number,
  act: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  async function work(): Promise<void> {
    for (let next = rest.next(); next.done !== true; next = rest.next()) await act(next.value);
  }
  await Promise.all(Array.from({ length: atOnce }, work));
}
