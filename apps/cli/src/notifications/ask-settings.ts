import type { NotificationTypeDescription } from "@kumakit/client";
import type { NotificationConfig } from "@kumakit/provision";

import { askChoices, askConfirmation, askOne, askSecret, askText } from "../prompts/ask.ts";
import type { Question } from "../prompts/require-terminal.ts";

type Field = NotificationTypeDescription["fields"][number];
type Value = string | number | boolean | readonly string[];

/** The providers that most people have; they stand in front of the others. */
const wellKnown = ["telegram", "discord", "slack", "smtp", "ntfy", "teams", "GoogleChat", "matrix", "webhook"];

/** Asks which provider it is to be. */
export async function askProvider(
  question: Question,
  providers: readonly NotificationTypeDescription[],
): Promise<NotificationTypeDescription> {
  const rank = ({ type }: NotificationTypeDescription): number =>
    wellKnown.includes(type) ? wellKnown.indexOf(type) : wellKnown.length;
  const sorted = providers.toSorted((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title, "en"));
  const choices = sorted.map((value) => ({ value, label: value.title, hint: value.type }));
  return await askOne(question, "Where do the alerts go? Type to search.", choices);
}

/**
 * Asks for the settings of a provider: first those that it cannot do without, then those that the person ticks, each with
 * what it is for. A secret is not shown while it is typed.
 */
export async function askSettings(
  question: Question,
  { fields, needsOneOf }: Pick<NotificationTypeDescription, "fields" | "needsOneOf">,
): Promise<NotificationConfig> {
  const given: Record<string, Value> = {};
  const isOpen = ({ name }: Field): boolean => !Object.hasOwn(given, name);
  const askNeeded = async (): Promise<void> => {
    // An answer may need another field, such as the password of an account.
    for (;;) {
      const field = fields.find((one) => isOpen(one) && isNeeded(one, given));
      if (field === undefined) return;
      given[field.name] = await askField(question, field);
    }
  };
  await askNeeded();
  const oneOf = fields.filter(({ name }) => needsOneOf.includes(name));
  if (oneOf.length > 0 && oneOf.every(isOpen)) {
    const choices = oneOf.map((value) => ({ value, label: value.name, hint: value.description }));
    const field = await askOne(question, "One of these is needed", choices);
    given[field.name] = await askField(question, field);
  }
  const more = fields.filter(isOpen).map((value) => ({
    value,
    label: value.name,
    hint: value.description,
    isChosen: false,
  }));
  if (more.length === 0) return given;
  const ticked = await askChoices(question, "More settings? Space ticks, Enter goes on.", more);
  for (const field of ticked) if (isOpen(field)) given[field.name] = await askField(question, field);
  await askNeeded();
  return given;
}

function isNeeded({ isRequired, neededWith }: Field, given: Readonly<Record<string, Value>>): boolean {
  return isRequired || (neededWith !== null && given[neededWith[0]] === neededWith[1]);
}

async function askField(question: Question, field: Field): Promise<Value> {
  const { name, kind, description, isSecret, choices } = field;
  const message = `${name}: ${description}`;
  switch (kind) {
    case "flag":
      return await askConfirmation(question, message);
    case "choice": {
      const options = choices.map((value) => ({ value, label: value, hint: "" }));
      return await askOne(question, message, options);
    }
    case "number":
      return Number(await askText(question, message, problemOfNumber));
    case "list":
      return (await askText(question, `${message} Several with a comma between.`)).split(",").map((one) => one.trim());
    default:
      return isSecret ? await askSecret(question, message) : await askText(question, message);
  }
}

function problemOfNumber(answer: string): string | undefined {
  return Number.isFinite(Number(answer)) ? undefined : "A number is needed";
}
