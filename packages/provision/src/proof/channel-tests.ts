import { isKumaError, type KumaClient, type Notification } from "@kumakit/client";

import { noteTest } from "../notifications/test-notification.ts";
import type { ProofOptions } from "./proof-options.ts";

/** A notification that alerts come through, without its secrets. */
export interface Channel {
  /** Its id. */
  readonly id: number;
  /** What it is called. */
  readonly name: string;
  /** The provider, such as `slack`. */
  readonly type: string;
}

/** How a test message through a channel went. */
export interface ChannelTest {
  /** Whether the provider has taken it. */
  readonly ok: boolean;
  /** How long that took, in ms. */
  readonly ms: number;
  /** The provider's own words, masked, when it has not. */
  readonly error: string | null;
}

/** The server answers with the provider's words, or not at all while the provider does not. */
const channelFailures: readonly string[] = ["KUMA_REJECTED", "KUMA_TIMEOUT_CALL"];

/** The channels that some monitors alert, in the order in which the server goes through them. */
export function channelsOf(
  all: readonly Notification[],
  monitors: readonly { readonly notificationIds: readonly number[] }[],
): readonly Notification[] {
  const wanted = new Set(monitors.flatMap(({ notificationIds }) => notificationIds));
  return all.filter(({ id }) => wanted.has(id)).toSorted((a, b) => a.id - b.id);
}

/**
 * Has the server send a test message through each channel, and notes in its settings that one has gone through.
 *
 * @throws KumaError when the server itself fails, and not a channel
 */
export async function testChannels(
  client: KumaClient,
  channels: readonly Notification[],
  options: ProofOptions = {},
): Promise<ReadonlyMap<number, ChannelTest>> {
  const tests = new Map<number, ChannelTest>();
  // One after the other, as in an alert: the times are compared with those of a real one.
  for (const channel of channels) {
    options.signal?.throwIfAborted();
    options.on?.({ kind: "test-channel", channel: channel.name });
    tests.set(channel.id, await testChannel(client, channel));
  }
  return tests;
}

async function testChannel(client: KumaClient, channel: Notification): Promise<ChannelTest> {
  const begin = performance.now();
  const took = (): number => Math.round(performance.now() - begin);
  try {
    await client.notifications.test(channel.id);
  } catch (error) {
    if (!isKumaError(error) || !channelFailures.includes(error.code)) throw error;
    return { ok: false, ms: took(), error: error.message };
  }
  const ms = took();
  await noteTest(client, channel.id);
  return { ok: true, ms, error: null };
}
