import type { KumaClient } from "@kumakit/client";
import { closest } from "@kumakit/text";
import type { ZodObject } from "zod";

import { CliError } from "../cli-error.ts";
import type { Zod } from "../contract/command-contract.ts";
import { EXIT } from "../exit-codes.ts";
import type { Column } from "../output/table.ts";

/** The losses that come with deleting something, besides itself. */
export interface Losses {
  /** Each completes "Would …". */
  readonly steps: readonly string[];
  /** Yes is not enough on a terminal: its name must be typed. */
  readonly isSevere: boolean;
}

/** A thing that has an id. */
export interface Identified {
  readonly id: number;
}

/** A kind of thing on the server that commands list, show and delete: what differs between the kinds. */
export interface Noun<Item extends Identified> {
  /** As in "the tag". */
  readonly called: string;
  readonly plural: string;
  /** The words of the command that makes one. */
  readonly making: string;
  readonly list: (client: KumaClient) => Promise<readonly Item[]>;
  readonly nameOf: (item: Item) => string;
  /** What it is called besides, such as a slug. */
  readonly alias?: (item: Item) => string;
  readonly schema: (z: Zod) => ZodObject;
  /** For `--json`, without secrets. */
  readonly data: (item: Item) => object;
  readonly columns: readonly Column<Item>[];
  readonly remove: (client: KumaClient, item: Item) => Promise<void>;
  readonly losses?: (client: KumaClient, item: Item) => Promise<Losses>;
}

/** A thing in a sentence: `the tag "env" (id 3)`. */
export function calledItem<Item extends Identified>(noun: Noun<Item>, item: Item): string {
  return `the ${noun.called} ${JSON.stringify(noun.nameOf(item))} (id ${item.id})`;
}

/**
 * The one of that name, or of that id (`3` or `id:3`).
 *
 * @throws CliError (exit 3) when there is none, with the name that was probably meant; (exit 2) when several have it
 */
export function findItem<Item extends Identified>(noun: Noun<Item>, all: readonly Item[], reference: string): Item {
  const named = all.filter((item) => noun.nameOf(item) === reference || noun.alias?.(item) === reference);
  const id = /^(?:id:)?(\d+)$/.exec(reference)?.[1];
  const found = named.length > 0 ? named : all.filter((item) => id !== undefined && item.id === Number(id));
  const [item] = found;
  if (item !== undefined && found.length === 1) return item;
  if (item === undefined) throw notFound(noun, all, reference);
  const ids = found.map((one) => `id:${one.id}`);
  throw new CliError({
    code: "KUMA_AMBIGUOUS_NAME",
    message: `There are ${found.length} ${noun.plural} called ${JSON.stringify(reference)}: ${ids.join(", ")}`,
    hint: `say which one: ${ids[0] ?? "id:1"}`,
    exit: EXIT.usage,
  });
}

function notFound<Item extends Identified>(noun: Noun<Item>, all: readonly Item[], reference: string): CliError {
  const meant = closest(reference, all.map(noun.nameOf));
  return new CliError({
    code: "KUMA_NOT_FOUND",
    message: `There is no ${noun.called} called ${JSON.stringify(reference)}.${meant === undefined ? "" : ` Did you mean ${JSON.stringify(meant)}?`}`,
    hint: `kuma ${noun.called.replaceAll(" ", "-").toLowerCase()} list`,
    exit: EXIT.notFound,
  });
}
