import * as Args from "@oclif/core/args";

import type { Zod } from "../contract/command-contract.ts";
import { deletedSchema, dryRunSchema, namedSchema } from "../contract/shared-schemas.ts";
import { EXIT } from "../exit-codes.ts";
import { deletionFlags } from "../flags/command-flags.ts";
import { KumaCommand } from "../kuma-command.ts";
import { confirmDeletion, requireConfirmation } from "../prompts/confirm-deletion.ts";
import { calledItem, findItem, type Identified, type Noun } from "./noun.ts";

const output = (z: Zod) => z.union([deletedSchema(z), dryRunSchema(z, namedSchema(z).shape)]);

interface DeletionContract {
  readonly output: typeof output;
  readonly readOnly: false;
  readonly destructive: true;
  readonly idempotent: false;
}

/** `kuma NOUN delete NAME`: asks before, and says what goes with it. One for each noun, see {@link deleteCommand}. */
export class DeleteCommand extends KumaCommand<DeletionContract> {
  static noun: Noun<Identified>;
  static override args = { reference: Args.string({ description: "Its name, or id:3.", required: true }) };
  static override flags = deletionFlags;

  async run(): Promise<void> {
    const command = this.constructor as typeof DeleteCommand;
    const { noun } = command;
    const { args, flags } = await this.parse(command);
    const question = this.question("A confirmation", "--yes");
    requireConfirmation(question, flags);
    const client = await this.connect({ untilInterrupted: true });
    const item = findItem(noun, await noun.list(client), args.reference);
    const { steps: losses, isSevere } = (await noun.losses?.(client, item)) ?? { steps: [], isSevere: false };
    const [id, name, what] = [item.id, noun.nameOf(item), calledItem(noun, item)];
    if (flags["dry-run"]) return this.printPlan([`delete ${what}`, ...losses], { id, name });
    const message = `${[`Delete ${what}`, ...losses].join(", and ")}?`;
    if (!(await confirmDeletion(question, { name, isSevere, message }, flags))) this.exit(EXIT.interrupted);
    await noun.remove(client, item);
    this.printResult({ id, name, deleted: true }, `Deleted ${what}.`, String(id));
  }
}

/** The command that deletes one thing of a kind. */
export function deleteCommand<Item extends Identified>(noun: Noun<Item>, words: string): typeof DeleteCommand {
  return Object.assign(class extends DeleteCommand {}, {
    noun: noun as unknown as Noun<Identified>,
    summary: `Delete ${noun.called.startsWith("API") ? "an" : "a"} ${noun.called}.`,
    description: "Asks before, and says what goes with it.",
    args: DeleteCommand.args,
    flags: deletionFlags,
    examples: [
      `<%= config.bin %> ${words} id:3`,
      { description: "Without being asked", command: `<%= config.bin %> ${words} id:3 --yes` },
      { description: "The plan alone", command: `<%= config.bin %> ${words} id:3 --dry-run` },
    ],
    output,
    readOnly: false,
    destructive: true,
    idempotent: false,
  });
}
