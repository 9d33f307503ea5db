import { KumaAbortedError, KumaAuthError } from "../errors/kuma-errors.ts";
import { waitFor } from "../transport/deadline.ts";
import type { TransportSettings } from "../transport/transport-settings.ts";

// server/rate-limiter.js of every version: for everybody together, log-ins that succeed included
const perWindow = 20;
const window = 60_000;

/** The log-ins that this process has sent to each server lately; ms of a clock that nobody sets. */
const sentTo = new Map<string, readonly number[]>();

function recent(url: string): readonly number[] {
  const since = performance.now() - window;
  const times = (sentTo.get(url) ?? []).filter((time) => time > since);
  if (times.length === 0) sentTo.delete(url);
  return times;
}

/** The server has said that it takes no more: nobody of this process tries before the minute is over. */
export function noteRefusal(url: string): void {
  sentTo.set(
    url,
    Array.from({ length: perWindow }, () => performance.now()),
  );
}

/** Waits so long (ms); this is a part of a log-in. */
export async function sleep(time: number, signal: AbortSignal | undefined): Promise<void> {
  const what = "The log-in";
  await waitFor<void>(
    { timeout: 2 * window, signal, what, onTimeout: () => new KumaAbortedError(what) },
    ({ resolve }) => {
      const timer = setTimeout(resolve, time);
      return () => clearTimeout(timer);
    },
  );
}

/**
 * Waits until a log-in would not be one too many, as far as this process knows, and counts it. One that is refused would
 * only keep the others out for longer.
 *
 * @throws {@link KumaAuthError} at once when it would have to wait longer than a log-in may take.
 */
export async function takeLogin(settings: TransportSettings, signal: AbortSignal | undefined): Promise<void> {
  const url = settings.url.href;
  for (;;) {
    const times = recent(url);
    const oldest = times.at(-perWindow);
    if (oldest === undefined) {
      sentTo.set(url, [...times, performance.now()]);
      return;
    }
    const wait = Math.ceil(oldest + window - performance.now()) + 1;
    const seconds = Math.ceil(wait / 1_000);
    if (wait > settings.timeouts.login) {
      throw new KumaAuthError(
        "KUMA_AUTH_RATE_LIMITED",
        `The Uptime Kuma at ${url} has had ${perWindow} log-ins in the last minute, and takes the next one in ${seconds} s.`,
      );
    }
    settings.logger.warn(`waiting ${seconds} s with the log-in: the server takes ${perWindow} a minute`);
    await sleep(wait, signal);
  }
}
