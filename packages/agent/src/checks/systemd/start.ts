import { ToldWithLog } from "../shared/told-with-log.ts";
import { UnitLog } from "../../journal/unit-log.ts";
import { UnitRestarter } from "./restart/unit-restarter.ts";
import { longestUnitLookMs } from "./unit-look-limits.ts";
import { watchUnits } from "./unit-watch.ts";
import type { CheckStarter } from "../check-starter.ts";

/** How long a unit that stopped cleanly may stay away unless the config says otherwise, in seconds. */
export const defaultDownAfter = 5;

/** Starts a check of the type `systemd`. */
export const systemdStarter: CheckStarter<"systemd"> = {
  longestLookMs: () => longestUnitLookMs,
  start({ unit, downAfter, atLeast, logLines, restart, ...settings }, context) {
    const scope = settings.scope ?? "system";
    const { report, logger, clean = (text) => text } = context;
    const source = context.units(scope);
    const log = logLines === false ? undefined : new UnitLog({ scope, logger, clean, signal: () => context.signal });
    const watch = watchUnits(
      {
        unit,
        atLeast: atLeast ?? 1,
        downAfterMs: (downAfter ?? defaultDownAfter) * 1000,
        source,
        told: log && new ToldWithLog({ report, lastLine: (state) => log.lastLine(state) }),
        restarter:
          restart &&
          new UnitRestarter({
            unit,
            scope,
            logger,
            signal: context.signal,
            rule: restart,
            lookAgain: () => watch.lookAgain(),
            isGoingDown: () => source.phase === "stopping",
          }),
      },
      context,
    );
    return watch;
  },
};
