/** So many things are done on a server at the same time: enough to hide the way there and back, and few for the server. */
const mostAtOnce = 8;

/**
 * Does something with each item, with some of them at the same time. When one fails no further one is begun, and those that are at
 * work come to their end: all that was done can be undone then.
 *
 * @returns the results, in the order of the items
 * @throws the first error
 */
export async function severalAtOnce<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  most = mostAtOnce,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  const waiting = [...items.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && failures.length === 0; next = waiting.shift()) {
      const [index, item] = next;
      try {
        results[index] = await work(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, most) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
