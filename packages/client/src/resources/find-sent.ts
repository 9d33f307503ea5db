import { checkId } from "../arguments/check-id.ts";
import { KumaNotFoundError, type KumaResource } from "../errors/kuma-errors.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";

/** A thing in a list that the server sends by itself. */
export interface SentThing<Item> {
  readonly id: number;
  readonly resource: KumaResource;
  /** The newest list that is here. */
  readonly list: () => Promise<readonly Item[]>;
  readonly options?: CallOptions | undefined;
}

/**
 * Finds a thing in a list that no request can ask for. One that is not there may have been made by another client a moment ago:
 * the list is looked at again once everything that was sent before has come.
 *
 * @throws {@link KumaNotFoundError} when there is none with that id.
 */
export async function findSent<Item extends { readonly id: number }>(
  { live, transport }: ClientContext,
  { id, list, options, resource }: SentThing<Item>,
): Promise<Item> {
  checkId(id);
  const find = async (): Promise<Item | undefined> => (await list()).find((item) => item.id === id);
  let found = await find();
  if (found === undefined) {
    await live.lists.catchUp(transport, options);
    found = await find();
  }
  if (found === undefined) throw new KumaNotFoundError(resource, id);
  return found;
}
