import type { Monitor } from "@kumakit/client";

import { askConfirmation } from "../prompts/ask.ts";
import type { Guide } from "./guide.ts";

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
