import type { Monitor, Notification } from "@kumakit/client";

import { CliError } from "../cli-error.ts";
import { EXIT } from "../exit-codes.ts";
import { askConfirmation, askOne, askText } from "../prompts/ask.ts";
import type { Guide } from "./guide.ts";

/**
 * Chooses the notification that alerts, or makes one, and has a person look whether its message arrives.
 *
 * @returns its name
 * @throws CliError (exit 8) when no message has arrived
 */
export async function firstChannel(guide: Guide): Promise<string> {
  const client = await guide.connect();
  const there = await client.notifications.list();
  const chosen = await choose(guide, there);
  const name =
    chosen?.name ?? (await askText(guide.question, "What shall it be called? Such as ops-chat", problemOfName));
  if (chosen === undefined) {
    // The first one is for all monitors that name no other.
    const isDefault = there.length === 0 ? ["--default"] : [];
    await guide.run("notification:create", [name, "--test", ...isDefault]);
  } else {
    if (!(await askConfirmation(guide.question, "Send a test message through it?", true))) return name;
    await guide.run("notification:test", [`id:${chosen.id}`]);
  }
  if (await askConfirmation(guide.question, "Do you see the test message there?", true)) return name;
  throw new CliError({
    code: "KUMA_CONDITION_NOT_MET",
    message: `The provider has taken the test message of ${JSON.stringify(name)}, and nobody has seen it`,
    hint: `look whether it is the right channel, and change it with "kuma notification edit"`,
    exit: EXIT.conditionNotMet,
  });
}

/** Makes a real alert with the channels of the first monitor, and has the person type the code that came. */
export async function proveFirstAlert(guide: Guide, added: readonly Monitor[]): Promise<void> {
  // The agent's own monitor is made first; one of a service says more.
  const monitor = added[1] ?? added[0];
  if (monitor === undefined) return guide.say("No monitor was added. For one that is there: kuma verify NAME --ack");
  const isWanted = await askConfirmation(
    guide.question,
    `Make a real alert as of ${monitor.name}, DOWN and UP, to see that it arrives?`,
    true,
  );
  if (isWanted) await guide.run("verify", [`id:${monitor.id}`, "--ack"]);
}

async function choose(guide: Guide, there: readonly Notification[]): Promise<Notification | undefined> {
  if (there.length === 0) return undefined;
  return await askOne<Notification | undefined>(guide.question, "Which notification shall alert you?", [
    ...there.map((value) => ({ value, label: value.name, hint: value.type })),
    { value: undefined, label: "A new one", hint: "" },
  ]);
}

function problemOfName(answer: string): string | undefined {
  return answer.startsWith("-") ? "A name that begins with a dash looks like a flag" : undefined;
}
