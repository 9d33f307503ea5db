import type { Monitor } from "@kumakit/client";

import { askOne, askText } from "../prompts/ask.ts";
import type { Guide } from "./guide.ts";

/** The first host that somebody wants to watch. */
interface HostWish {
  /** The name of the notification that alerts. */
  readonly channel: string;
  /** For SSH; undefined to ask. */
  readonly host: string | undefined;
}

/**
 * Finds what is worth watching on the first host, and watches what the person ticks.
 *
 * @returns the monitors that came into being
 */
export async function firstAgent(guide: Guide, { channel, host }: HostWish): Promise<readonly Monitor[]> {
  const client = await guide.connect();
  const before = new Set((await client.monitors.list()).map(({ id }) => id));
  const chosen = host ?? (await askHost(guide));
  const where = chosen === undefined ? [] : ["--host", chosen];
  await guide.run("agent:discover", [...where, "--notify", channel]);
  return (await client.monitors.list()).filter(({ id, type }) => type === "push" && !before.has(id));
}

/** The host's name for SSH; undefined for this one. */
async function askHost(guide: Guide): Promise<string | undefined> {
  const { question } = guide;
  const isLinux = process.platform === "linux";
  const isRoot = process.getuid?.() === 0;
  if (isLinux && !isRoot) guide.say("To watch this host itself, use: sudo kuma init");
  const isHere =
    isLinux &&
    isRoot &&
    (await askOne(question, "Which host shall be watched first?", [
      { value: true, label: "This one", hint: "" },
      { value: false, label: "Another one, over SSH", hint: "nothing has to be installed there" },
    ]));
  return isHere ? undefined : await askText(question, "Its name for SSH, such as root@tk-app3", problemOfHost);
}

function problemOfHost(answer: string): string | undefined {
  return /^[^-\s]\S*$/.test(answer) ? undefined : "It has no blank, and does not begin with a dash";
}
