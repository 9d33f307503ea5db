import type { ZodType } from "zod";

import type { Zod } from "../contract/command-contract.ts";
import { listFlags } from "../flags/command-flags.ts";
import { KumaCommand } from "../kuma-command.ts";
import type { Identified, Noun } from "./noun.ts";

interface ListContract {
  readonly output: (z: Zod) => ZodType<readonly object[]>;
  readonly readOnly: true;
  readonly destructive: false;
  readonly idempotent: true;
}

/** `kuma NOUN list`: its table, and its data with `--json`. One command for each noun, see {@link listCommand}. */
export class ListCommand extends KumaCommand<ListContract> {
  static noun: Noun<Identified>;
  static override flags = listFlags;

  async run(): Promise<void> {
    const command = this.constructor as typeof ListCommand;
    const { noun } = command;
    const { flags } = await this.parse(command);
    const client = await this.connect({ untilInterrupted: true });
    const rows = (await noun.list(client)).toSorted((a, b) => a.id - b.id);
    if (rows.length === 0) this.note(`There are no ${noun.plural} yet. Try: kuma ${noun.making}`);
    const ids = rows.map(({ id }) => id);
    await this.printTable({ data: rows.map(noun.data), rows, columns: noun.columns, ids }, flags);
  }
}

/** The command that lists things of a kind. */
export function listCommand<Item extends Identified>(noun: Noun<Item>, words: string): typeof ListCommand {
  return Object.assign(class extends ListCommand {}, {
    noun: noun as unknown as Noun<Identified>,
    summary: `List ${noun.plural}.`,
    flags: listFlags,
    examples: [`<%= config.bin %> ${words}`, { description: "As JSON", command: `<%= config.bin %> ${words} --json` }],
    output: (z: Zod) => z.array(noun.schema(z)),
    readOnly: true,
    destructive: false,
    idempotent: true,
  });
}
