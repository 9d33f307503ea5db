import type { Monitor } from "../../model/monitor.ts";
import type { ClientContext } from "../client-context.ts";
import { markColumn } from "./add-mark.ts";
import type { AddOptions } from "./add-mark.ts";
import { removeOwn } from "./unclear-add.ts";

/**
 * Deletes what an `add` has made that was sent again after its connection was cut, and that the server carried out all the same. Both have
 * the same mark, so that nothing of others can be meant.
 */
export async function removeTwins(
  context: ClientContext,
  kept: readonly Monitor[],
  options: AddOptions,
): Promise<void> {
  const ids = new Map(kept.map(({ id, raw }) => [raw[markColumn], id]));
  for (const row of context.events.reported.rows) {
    const { id, [markColumn]: mark } = row as Readonly<Record<string, unknown>>;
    const own = ids.get(mark);
    if (typeof mark === "string" && own !== undefined && own !== id) await removeOwn(context, Number(id), options);
  }
}
