import { usageError } from "../cli-error.ts";
import { askConfirmation, askText } from "./ask.ts";
import { requireTerminal, type Question } from "./require-terminal.ts";

/** Something that is about to be deleted. */
export interface Deletion {
  /** What is asked, such as `Delete the monitor "nginx" (id 3)?`. */
  readonly message: string;
  /** What the thing is called: what `--confirm` must say, and what is typed for severe ones. */
  readonly name: string;
  /** It takes more with it than the thing itself, so that yes is not enough on a terminal. */
  readonly isSevere: boolean;
  /** The demand for a severe one. Default: to type its name. */
  readonly typed?: string;
}

/** The flags that answer instead of a person. */
export interface DeletionFlags {
  readonly yes: boolean;
  readonly confirm?: string | undefined;
  readonly "dry-run": boolean;
}

/** Fails early where nobody could be asked, before anything is said to the server. @throws CliError (exit 2) */
export function requireConfirmation(question: Question, flags: DeletionFlags): void {
  if (!flags.yes && flags.confirm === undefined && !flags["dry-run"]) requireTerminal(question);
}

/**
 * Makes sure that a deletion is meant: `--confirm` with the name, `--yes`, or the answer of a person.
 *
 * @returns false when the person says no
 * @throws CliError (exit 2) when a name is given and it is another one
 */
export async function confirmDeletion(question: Question, deletion: Deletion, flags: DeletionFlags): Promise<boolean> {
  const { message, name, isSevere, typed = "Type its name to go on" } = deletion;
  if (flags.confirm !== undefined) return isName(flags.confirm, name);
  if (flags.yes) return true;
  if (!isSevere) return askConfirmation(question, message);
  return isName(await askText(question, `${message} ${typed}`), name);
}

function isName(given: string, name: string): true {
  if (given === name) return true;
  throw usageError(
    `Nothing was deleted: it is called ${JSON.stringify(name)}, not ${JSON.stringify(given)}`,
    `--confirm ${JSON.stringify(name)}`,
  );
}
