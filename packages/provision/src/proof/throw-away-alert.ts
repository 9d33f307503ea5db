import { push, pushUrlOf, type KumaClient, type Monitor } from "@kumakit/client";
import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { formatMarker, marker } from "../marker/marker.ts";
import { undoBecauseOf } from "../undo/undo-because-of.ts";
import { UndoStack } from "../undo/undo-stack.ts";
import type { ProofOptions } from "./proof-options.ts";
import type { Witness } from "./witness.ts";

/** 20 days, in s: one that a killed run has left would alert nobody for long. Servers before 2.5 take 24 days at most. */
const interval = 20 * 24 * 3600;

/** How long a push may take that waits for every channel, in ms; the server's own limit for one provider is five minutes. */
const pushPatience = 300_000;

/** How much longer to wait for the witness than the channels take, in ms. */
const witnessPatience = 5000;

interface Answer {
  /** When the report was sent, by `performance.now()`. */
  readonly begin: number;
  readonly ms: number;
}

/** A real alert that was made for the proof alone. */
export interface ThrowAwayAlert {
  /** Four digits that stand in both messages. */
  readonly code: string;
  /** How long the server took to answer a report that alerts nobody, in ms. */
  readonly quietMs: number;
  /** How long it took to answer the DOWN, in ms. */
  readonly downMs: number;
  /** How long it took to answer the UP after it, in ms. */
  readonly upMs: number;
  /** How long it took until the last channel was called, one of this machine; null when the server cannot reach it. */
  readonly witnessed: {
    /** For the DOWN, in ms. */
    readonly downMs: number;
    /** For the UP, in ms. */
    readonly upMs: number;
  } | null;
}

/**
 * Makes a Push monitor that alerts some channels, has it go UP, DOWN and UP, and deletes it, also when that fails or is stopped.
 *
 * @param patience - how long to wait after each change for a server that answers before it alerts, in ms
 * @param witness - of which there is a notification for as long
 * @throws KumaError; ProvisionError which says what was left behind; AbortError when it was stopped
 */
export async function throwAwayAlert(
  client: KumaClient,
  wish: {
    readonly notificationIds: readonly number[];
    readonly patience: number;
    readonly witness?: Witness | undefined;
  },
  options: ProofOptions = {},
): Promise<ThrowAwayAlert> {
  const { on, signal } = options;
  const { patience, witness } = wish;
  const code = String(randomInt(1000, 10_000));
  const undo = new UndoStack();
  try {
    const ids = [...wish.notificationIds];
    if (witness !== undefined) {
      const { id, name } = await client.notifications.create(witness.input);
      undo.defer(`delete the notification ${JSON.stringify(name)} (id ${id})`, () => client.notifications.delete(id));
      ids.push(id);
    }
    const monitor = await makeMonitor(client, code, ids);
    undo.defer(`delete the monitor ${JSON.stringify(monitor.name)} (id ${monitor.id})`, () =>
      client.monitors.delete(monitor.id),
    );
    const url = pushUrlOf(client.server.url, monitor.pushToken ?? "");
    const report = async (status: "up" | "down", message: string): Promise<Answer> => {
      signal?.throwIfAborted();
      on?.({ kind: "report", status });
      const begin = performance.now();
      await push(url, { status, message }, { timeout: pushPatience, signal, headers: options.headers });
      return { begin, ms: Math.round(performance.now() - begin) };
    };
    const change = async (
      status: "up" | "down",
      message: string,
    ): Promise<Answer & { witnessed: number | undefined }> => {
      const answer = await report(status, message);
      const seen = await witness?.seen(status, patience + witnessPatience, signal);
      if (witness === undefined) await sleep(patience, undefined, { signal });
      return { ...answer, witnessed: seen === undefined ? undefined : Math.round(seen - answer.begin) };
    };
    const quiet = await report("up", "A proof of alerts begins");
    const down = await change("down", `This is a test of alerts, nothing is down. The code is ${code}`);
    const up = await change("up", `The test of alerts is over. The code was ${code}`);
    on?.({ kind: "remove" });
    await undo[Symbol.asyncDispose]();
    const witnessed =
      down.witnessed === undefined || up.witnessed === undefined
        ? null
        : { downMs: down.witnessed, upMs: up.witnessed };
    return { code, quietMs: quiet.ms, downMs: down.ms, upMs: up.ms, witnessed };
  } catch (error) {
    throw await undoBecauseOf(error, undo);
  }
}

async function makeMonitor(client: KumaClient, code: string, notificationIds: readonly number[]): Promise<Monitor> {
  return client.monitors.create({
    type: "push",
    name: `kumakit proof ${code}`,
    description: `Made by kuma verify, and deleted by it. ${formatMarker(marker({ proof: String(Date.now()) }))}`,
    interval,
    maxRetries: 0,
    upsideDown: false,
    notificationIds,
  });
}
