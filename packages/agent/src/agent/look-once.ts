import { setTimeout as sleep } from "node:timers/promises";
import type { CheckContext, CheckResult } from "../checks/check.ts";
import { loadCheck } from "../checks/about-checks.ts";
import type { CheckSettings } from "../checks/registry.ts";
import type { CheckLook } from "../service/look-report.ts";
import { CheckEnd } from "./check-end.ts";

/** How long a change that is under way is waited for, and how long before each further look, in ms. */
const settleMs = 5_000;
const againMs = 250;

/**
 * Looks at what a check watches, without sending anything. A change that is under way is waited for, 5 s at the most.
 *
 * @param settings - complete
 * @param context - what the check needs of its surroundings
 * @returns how it is; `unknown` when the check cannot look
 */
export async function lookOnce(
  settings: CheckSettings,
  context: Pick<CheckContext, "units" | "configFolder" | "clean">,
): Promise<CheckLook> {
  const { name, type } = settings;
  const end = new CheckEnd();
  const began = performance.now();
  try {
    const start = await loadCheck(onlyLooking(settings));
    const check = start({
      ...context,
      bootGraceUntil: 0,
      report: () => undefined,
      get signal() {
        return end.signal;
      },
      onEnd: (listener) => end.listen(listener),
    });
    let result = await look(check);
    while (result.status === "pending" && performance.now() - began < settleMs) {
      await sleep(againMs);
      result = await look(check);
    }
    const { status, message } = result;
    const durationMs = Math.max(1, Math.round(result.durationMs ?? performance.now() - began));
    return { name, type, status: status === "noData" ? "unknown" : status, message: clean(message), durationMs };
  } finally {
    end.come();
  }

  function clean(text: string): string {
    return context.clean === undefined ? text : context.clean(text);
  }
}

/** A look repairs nothing. */
function onlyLooking(settings: CheckSettings): CheckSettings {
  return "restart" in settings ? { ...settings, restart: undefined } : settings;
}

/** One look, within the limit of its check. */
async function look(check: ReturnType<Awaited<ReturnType<typeof loadCheck>>>): Promise<CheckResult> {
  const limit = new AbortController();
  const tooLong = sleep(Math.min(check.longestLookMs, 0x7fff_ffff), undefined, { signal: limit.signal }).then(
    (): CheckResult => ({ status: "noData", message: `no answer within ${check.longestLookMs / 1000} s` }),
  );
  try {
    return await Promise.race([check.look(), tooLong]);
  } catch (error) {
    return { status: "noData", message: `the check failed: ${(error as Error).message}` };
  } finally {
    limit.abort();
    tooLong.catch(() => undefined);
  }
}
