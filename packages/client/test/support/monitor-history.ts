import { setTimeout as sleep } from "node:timers/promises";
import type { KumaClient, Monitor } from "../../src/index.ts";
import { CallNotes } from "./call-notes.ts";
import { isExplainedByOrder } from "./explained-by-order.ts";
import type { HistoryCall } from "./explained-by-order.ts";
import type { RawCalls } from "./raw-calls.ts";

type Writes = HistoryCall["writes"];
type Step = readonly [writes: Writes, run: () => Promise<unknown>];

/** Who works at one monitor, and how. */
export interface HistoryPlan {
  readonly clients: readonly [KumaClient, ...KumaClient[]];
  /** The server's own page, which makes two edits where it is given. */
  readonly page?: RawCalls | undefined;
  /** The notifications that are attached and detached. */
  readonly hooks: readonly [number, ...number[]];
  /** The kinds of calls of the clients. */
  readonly kinds: readonly [StepKind, ...StepKind[]];
  /** How many calls the clients make together. */
  readonly calls: number;
  /** The time within which all of them begin (ms). */
  readonly within: number;
  /** Chance: a number from 0 to below 1. */
  readonly random: () => number;
}

/** A kind of call; `whole` changes links and settings in one edit. */
export type StepKind = "attach" | "detach" | "description" | "interval" | "two settings" | "whole";

/** A generator with a seed, so that the choices of a history can be made again. */
export function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const linksAs = (hooks: readonly number[], isThere: (hook: number) => boolean): Writes =>
  Object.fromEntries(hooks.map((hook) => [`link ${hook}`, String(isThere(hook))]));

/** The values that calls write about a monitor, as texts. */
function stateOf(monitor: Monitor, hooks: readonly number[]): Record<string, string> {
  const { description, interval, resendInterval, notificationIds } = monitor;
  const settings = { description: String(description), interval: String(interval) };
  const links = linksAs(hooks, (hook) => notificationIds.includes(hook));
  return { ...settings, resendInterval: String(resendInterval), ...links };
}

/** A change of a monitor, made by chance; each value is written once. */
function stepOf(plan: HistoryPlan, monitor: Monitor, count: number): Step {
  const { clients, hooks, kinds, random } = plan;
  const oneOf = <T>(items: readonly [T, ...T[]]): T => items[Math.floor(random() * items.length)] ?? items[0];
  const { monitors, notifications } = clients[count % clients.length] ?? clients[0];
  const { id } = monitor;
  const [description, interval, resendInterval] = [`step ${count}`, 100 + count, 10 + count];
  const link = oneOf(hooks);
  const notificationIds = hooks.filter(() => random() < 0.5);
  const steps: Readonly<Record<StepKind, Step>> = {
    attach: [{ [`link ${link}`]: "true" }, () => notifications.attach(id, link)],
    detach: [{ [`link ${link}`]: "false" }, () => notifications.detach(id, link)],
    description: [{ description }, () => monitors.update(id, { description })],
    interval: [{ interval: String(interval) }, () => monitors.update(id, { interval })],
    "two settings": [
      { description, resendInterval: String(resendInterval) },
      () => monitors.update(id, { description, resendInterval }),
    ],
    whole: [
      { description, ...linksAs(hooks, (hook) => notificationIds.includes(hook)) },
      () => monitors.update(id, { description, notificationIds }),
    ],
  };
  return steps[oneOf(kinds)];
}

/** Works as the server's web page does: it reads a monitor, and some time later sends all of it back. */
async function editLikeThePage(
  page: RawCalls,
  notes: CallNotes,
  edit: { readonly id: number; readonly hooks: readonly number[]; readonly interval: number },
): Promise<void> {
  const { id, hooks, interval } = edit;
  const { monitor } = (await page.call("getMonitor", id)) as { monitor: Record<string, unknown> };
  const links = Object(monitor["notificationIDList"]) as Record<string, unknown>;
  const writes = {
    description: String(monitor["description"]),
    interval: String(interval),
    resendInterval: String(monitor["resendInterval"]),
    ...linksAs(hooks, (hook) => String(hook) in links),
  };
  // Nothing reports to the page that somebody wrote between its write and the look after it: its call may be lost.
  await notes.take("the page", writes, async () => {
    await page.call("editMonitor", { ...monitor, interval });
    throw new Error("not certain");
  });
}

/** The outcome of a history. */
export interface HistoryEnd {
  /** "explained", or all that happened as JSON. */
  readonly verdict: string;
  /** How many calls of the clients did not say yes. */
  readonly refused: number;
}

/** Lets several work at one monitor, and says whether some order of their calls would have given what there is in the end. */
export async function runHistory(plan: HistoryPlan, monitor: Monitor): Promise<HistoryEnd> {
  const { calls, clients, hooks, page, random, within } = plan;
  const { id } = monitor;
  const notes = new CallNotes();
  const steps = Array.from({ length: calls }, async (_, count) => {
    const [writes, run] = stepOf(plan, monitor, count);
    const wait = Math.floor(random() * within);
    if (wait > 0) await sleep(wait);
    await notes.take(`client ${count % clients.length}`, writes, run);
  });
  const onPage = async (raw: RawCalls): Promise<void> => {
    for (let edits = 0; edits < 2; edits += 1) {
      await sleep(random() * within);
      await editLikeThePage(raw, notes, { id, hooks, interval: 900 + edits });
    }
  };
  await Promise.all([...steps, page === undefined ? undefined : onPage(page)]);
  const after = stateOf(await clients[0].monitors.get(id), hooks);
  const shown = { before: stateOf(monitor, hooks), calls: notes.calls, after };
  const refused = notes.calls.filter(({ isCertain, name }) => !isCertain && name !== "the page").length;
  return { verdict: isExplainedByOrder(shown) ? "explained" : JSON.stringify(shown), refused };
}
