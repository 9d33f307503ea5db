import { printable } from "@kumakit/text";

import { CliError } from "../cli-error.ts";
import { EXIT } from "../exit-codes.ts";
import { interrupt } from "../interruption.ts";
import { requireTerminal, type Question } from "./require-terminal.ts";

/**
 * Asks for one line. Written to stderr, so that stdout stays data.
 *
 * @param check - says what is wrong with an answer, and it is asked again
 */
export async function askText(
  question: Question,
  message: string,
  check?: (answer: string) => string | undefined,
): Promise<string> {
  requireTerminal(question);
  const { text } = await import("./clack.ts");
  const validate = (answer: string | undefined): string | undefined => notEmpty(answer) ?? check?.(answer ?? "");
  return answered(await text({ message: printable(message), output: process.stderr, validate }));
}

/** From so many choices on, typing finds one faster than the arrows do. */
const longList = 12;

/** Asks for a secret, which is not shown while it is typed. */
export async function askSecret(question: Question, message: string): Promise<string> {
  requireTerminal(question);
  const { password } = await import("./clack.ts");
  return answered(await password({ message: printable(message), output: process.stderr, validate: notEmpty }));
}

/** Asks for a secret that is new, twice, until both are the same. */
export async function askNewSecret(question: Question, message: string): Promise<string> {
  for (;;) {
    const secret = await askSecret(question, message);
    if ((await askSecret(question, `${message}, once more`)) === secret) return secret;
    const { log } = await import("./clack.ts");
    log.error("These were not the same.", { output: process.stderr });
  }
}

/** One thing of several that a person can tick. */
export interface Choice<Value> {
  readonly value: Value;
  readonly label: string;
  readonly hint: string;
  /** Whether it is ticked at first. */
  readonly isChosen: boolean;
}

/** Has things ticked; none may be. */
export async function askChoices<Value>(
  question: Question,
  message: string,
  choices: readonly Choice<Value>[],
): Promise<readonly Value[]> {
  requireTerminal(question);
  const { multiselect } = await import("./clack.ts");
  const options = choices.map(({ label, hint }, value) => ({ value, label: printable(label), hint: printable(hint) }));
  const initialValues = choices.flatMap(({ isChosen }, index) => (isChosen ? [index] : []));
  const settings = { message: printable(message), options, initialValues, required: false, output: process.stderr };
  const ticked = answered(await multiselect(settings));
  return choices.filter((_, index) => ticked.includes(index)).map(({ value }) => value);
}

/** Has one thing chosen; of many by typing a part of its label. */
export async function askOne<Value>(
  question: Question,
  message: string,
  choices: readonly Omit<Choice<Value>, "isChosen">[],
): Promise<Value> {
  requireTerminal(question);
  const { autocomplete, select } = await import("./clack.ts");
  const options = choices.map(({ label, hint }, value) => ({ value, label: printable(label), hint: printable(hint) }));
  const settings = { message: printable(message), options, output: process.stderr };
  const chosen = answered(
    await (options.length > longList ? autocomplete({ ...settings, maxItems: longList }) : select(settings)),
  );
  const choice = choices[chosen];
  if (choice === undefined) throw new TypeError("the prompt gave none of its options");
  return choice.value;
}

/** Asks yes or no; Enter alone says no, or what `preferred` says. */
export async function askConfirmation(question: Question, message: string, preferred = false): Promise<boolean> {
  requireTerminal(question);
  const { confirm } = await import("./clack.ts");
  return answered(await confirm({ message: printable(message), initialValue: preferred, output: process.stderr }));
}

function notEmpty(value: string | undefined): string | undefined {
  return value === undefined || value === "" ? "An answer is needed" : undefined;
}

function answered<T>(answer: T): Exclude<T, symbol> {
  if (typeof answer !== "symbol") return answer as Exclude<T, symbol>;
  interrupt();
  throw new CliError({ code: "KUMA_INTERRUPTED", message: "Interrupted", hint: null, exit: EXIT.interrupted });
}
