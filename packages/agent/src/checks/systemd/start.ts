import { ToldWithLog } from "../shared/told-with-log.ts";
import { UnitLog } from "../../journal/unit-log.ts";
import { UnitRestarter } from "./restart/unit-restarter.ts";
import { watchUnits } from "./unit-watch.ts";
import { defineCheck } from "../check.ts";
import type { systemdCheck } from "./settings.ts";

/** Starts a check of the type `systemd`. */
export const startSystemd = defineCheck<typeof systemdCheck>((settings, context) => {
  const { unit, scope, atLeast, maxRuntime, restart } = settings;
  const { report, logger, clean = (text) => text } = context;
  const source = context.units(scope);
  const log = settings.logLines ? new UnitLog({ scope, logger, clean, signal: () => context.signal }) : undefined;
  const watch = watchUnits(
    {
      unit,
      atLeast,
      downAfterMs: settings.downAfter * 1000,
      maxRuntimeMs: maxRuntime === undefined ? undefined : maxRuntime * 1000,
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
});
