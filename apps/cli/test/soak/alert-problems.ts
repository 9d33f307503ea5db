import type { ReceivedAlert } from "@kumakit/testkit";
import type { RecordedChange } from "./compare-histories.ts";

/** How long after its record an alert may come, or before it, in ms: the order depends on the version, and the chat may be late. */
const apart = 15_000;

/** How long an alert is under way at most, in ms. */
const underWay = 10_000;

const ghostMessage = "No heartbeat in the time window";

/** The changes that Uptime Kuma has recorded of one monitor. */
export interface Recorded {
  readonly changes: readonly RecordedChange[];
  /** When it has recorded a second UP of one recovery, which alerts again, in ms since 1970. */
  readonly repeats: readonly number[];
}

/**
 * From 2.0 on Uptime Kuma writes a push down when everybody is alerted, and looks at a monitor that is DOWN once an interval.
 * A look that falls into the alert of a recovery finds it DOWN still, and records that, without an alert; the next push is
 * a second recovery (`server/routers/api-router.js` and `server/model/monitor.js` of 2.0.2, 2.5.3 and the 3.0 branch).
 */
export function withoutGhosts(changes: readonly RecordedChange[]): Recorded {
  const ghosts = changes.filter(({ status, message, at }, index) => {
    const before = changes[index - 1];
    const isSoon = before?.status === "up" && at - before.at < underWay && index >= 2;
    return status === "down" && message === ghostMessage && isSoon;
  });
  const seconds = ghosts.flatMap((ghost) => changes[changes.indexOf(ghost) + 1] ?? []);
  return {
    changes: changes.filter((change) => !ghosts.includes(change) && !seconds.includes(change)),
    repeats: seconds.map(({ at }) => at),
  };
}

/**
 * The differences between the chat's story of a monitor and that of Uptime Kuma. A server that is killed between an alert
 * and its record alerts again, or, when it writes first, never.
 *
 * @param heard - in the order in which they came
 * @param kills - when the server was killed, in ms since 1970
 */
export function alertProblems(
  heard: readonly ReceivedAlert[],
  { changes, repeats }: Recorded,
  kills: readonly number[],
): readonly string[] {
  const left = [...heard];
  // The first UP of a monitor alerts nobody.
  const unheard = changes.slice(1).filter(({ status, at }) => {
    const found = left.findIndex((one) => one.status === status && Math.abs(one.at - at) < apart);
    if (found >= 0) left.splice(found, 1);
    return found < 0 && !kills.some((kill) => kill > at && kill - at < underWay);
  });
  const extra = left.filter((alert) => {
    const before = heard[heard.indexOf(alert) - 1];
    const isAgain = before?.status === alert.status;
    const isAfterKill = kills.some((kill) => kill > (before?.at ?? 0) - underWay && kill < alert.at);
    const isSecond = repeats.some((at) => Math.abs(at - alert.at) < apart);
    return !(isAgain && (isAfterKill || isSecond));
  });
  return [
    ...unheard.map(({ status, at, message }) => `nobody heard: ${status} at ${clock(at)}: ${message}`),
    ...extra.map(({ status, at, text }) => `heard for no reason: ${status} at ${clock(at)}: ${text}`),
  ];
}

function clock(ms: number): string {
  return new Date(ms).toISOString().slice(11, 23);
}
