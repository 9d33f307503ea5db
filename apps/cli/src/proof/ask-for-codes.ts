import type { Proof } from "@kumakit/provision";

import { askText } from "../prompts/ask.ts";
import type { Question } from "../prompts/require-terminal.ts";

/** Whether a person has typed the code that stands in a channel, by the channel's id. */
export type Acknowledged = ReadonlyMap<number, boolean>;

/** The answer of somebody who sees no message. */
const NOTHING = "-";

/**
 * Asks a person for the code that stands in each channel that took the alert, and remembers each that was right.
 *
 * @throws CliError (exit 2) without a terminal
 */
export async function askForCodes(
  { alert, channels }: Proof,
  { question, remember }: { readonly question: Question; readonly remember: (channelId: number) => Promise<void> },
): Promise<Acknowledged> {
  const acknowledged = new Map<number, boolean>();
  if (alert === null) return acknowledged;
  const check = (answer: string): string | undefined =>
    [alert.code, NOTHING].includes(answer.trim()) ? undefined : "That is not the code of this alert";
  for (const { id, name, type } of channels) {
    const message = `Type the code that stands in ${name} (${type}), or ${NOTHING} when nothing came`;
    const isSeen = (await askText(question, message, check)).trim() === alert.code;
    if (isSeen) await remember(id);
    acknowledged.set(id, isSeen);
  }
  return acknowledged;
}
