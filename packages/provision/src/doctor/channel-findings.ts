import type { Monitor, Notification } from "@kumakit/client";

import { provenAt, testedAt } from "../notifications/test-notification.ts";
import type { DoctorFinding } from "./doctor-finding.ts";

/** A channel that a person has seen an alert of so long ago may have died since, in ms. */
const longestTrust = 180 * 86_400_000;

/** Says which notifications alert nobody, and which were never seen to work with their present settings. */
export function channelFindings(
  channels: readonly Notification[],
  monitors: readonly Pick<Monitor, "notificationIds">[],
  now = new Date(),
): readonly DoctorFinding[] {
  const used = new Set(monitors.flatMap(({ notificationIds }) => notificationIds));
  return channels.flatMap((channel): readonly DoctorFinding[] => {
    const found = used.has(channel.id) ? proofOf(channel, now) : unused;
    if (found === undefined) return [];
    return [{ ...found, severity: "warning", name: channel.name, about: { kind: "channel", id: channel.id } }];
  });
}

type Found = Pick<DoctorFinding, "code" | "message">;

const unused: Found = { code: "unused-channel", message: "no monitor alerts through it" };

function proofOf(channel: Notification, now: Date): Found | undefined {
  const seen = provenAt(channel);
  if (seen !== null) {
    const age = now.getTime() - seen.getTime();
    if (age < longestTrust) return undefined;
    const message = `a person saw an alert of it ${Math.round(age / 86_400_000)} days ago, and nobody since`;
    return { code: "never-proven", message };
  }
  if (testedAt(channel) !== null)
    return {
      code: "never-proven",
      message: "a test message went through it, but nobody is known to have seen an alert",
    };
  return {
    code: "never-tested",
    message: "nobody has sent a message through it with its present settings, as far as kuma knows",
  };
}
