import { push, pushUrlOf, type KumaClient } from "@kumakit/client";

import { ProvisionError } from "../errors/provision-error.ts";
import { requirePushable } from "../monitors/plan-monitor.ts";
import { noteProof } from "../notifications/test-notification.ts";
import { aboutDrills, tokenAfter, withAck } from "./drill-monitor.ts";
import { listDrills, type KnownDrills } from "./list-drills.ts";

/** How long the push may take that waits for every channel, in ms. */
const pushPatience = 300_000;

/**
 * The drill that has sent a code.
 *
 * @param client - connected with `keepStates`
 * @throws ProvisionError `KUMA_DRILL_UNKNOWN` for a code that no drill has sent, or not the last one of its host
 */
export async function drillWithCode(client: KumaClient, code: string): Promise<KnownDrills> {
  const all = await listDrills(client);
  // Two hosts may have drawn the same code: the newer drill is the one that people have before them.
  const [found] = all
    .filter(({ codes }) => codes[0]?.code === code)
    .toSorted((one, other) => (other.sentAt?.getTime() ?? 0) - (one.sentAt?.getTime() ?? 0));
  if (found !== undefined) return found;
  const former = all.find(({ codes }) => codes.some((one) => one.code === code));
  throw new ProvisionError({
    code: "KUMA_DRILL_UNKNOWN",
    message:
      former === undefined
        ? `No drill has sent the code ${code}`
        : `The code ${code} is that of an earlier drill of ${former.host}: there was a newer one since`,
  });
}

/** An acknowledgement as somebody gives it. */
export interface AckWish {
  /** The code. */
  readonly code: string;
  /** Who has seen it. */
  readonly by: string;
  /** The ids of the channels that have shown it: of each it is noted that somebody has seen an alert of it. */
  readonly seenIn: readonly number[];
  /** Headers that something in front of the server asks for. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * Acknowledges a drill: its monitor gets the token by which the host hears of it, and is UP. The same call carries on
 * one that was cut short, and a second one changes nothing.
 *
 * @throws KumaError
 */
export async function acknowledgeDrill(
  client: KumaClient,
  { monitor: { id } }: KnownDrills,
  { code, by, seenIn, headers }: AckWish,
): Promise<void> {
  // Read again: the token of one that is known is another one.
  const monitor = requirePushable(await client.monitors.get(id));
  const about = aboutDrills(monitor);
  let { pushToken } = monitor;
  if (about !== undefined && about.ack?.code !== code) {
    pushToken = tokenAfter(pushToken, code);
    const description = withAck(monitor, { ...about, ack: { code, by, at: new Date() } });
    // Both in one edit: the next call would make another one of a token without the word of it, which no host would know.
    await client.monitors.update(id, { pushToken, description });
  }
  const url = pushUrlOf(client.server.url, pushToken);
  await push(
    url,
    { status: "up", message: `Alerts are proven: ${by} has seen the drill` },
    { timeout: pushPatience, headers },
  );
  for (const channel of seenIn) await noteProof(client, channel);
}
