import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { connectToBus, type BusConnection } from "../../systemd/bus-connection.ts";
import { unitPropertiesFromBus } from "../../systemd/bus-values.ts";
import { getAllAsSent, listUnitsByNames } from "../../systemd/manager-calls.ts";
import { monotonicNow } from "../../systemd/monotonic-clock.ts";
import { unitPropertyNames, unitStateOf } from "../../systemd/unit-properties.ts";
import { UnitStateError } from "../../systemd/unit-state-error.ts";
import type { UnitScope, UnitState } from "../../systemd/unit-state.ts";
import { parseTimerShow } from "./parse-timer-show.ts";
import { timerFactsOf, type TimerFacts } from "./timer-facts.ts";
import { planLinesFromBus, type PlanLine } from "./timer-plan.ts";

const run = promisify(execFile);

/** How long `systemctl` may take, in ms. */
const timeoutMs = 10_000;

/** A unit's properties: the part that all checks know, and the rest. */
interface ReadUnit {
  readonly state: UnitState;
  readonly text: (name: string) => string;
  readonly us: (name: string) => number;
  readonly lines: readonly PlanLine[];
}

function clocks() {
  return { wallMs: Date.now(), monotonicMs: monotonicNow() };
}

async function readOverBus(bus: BusConnection, unit: string): Promise<ReadUnit> {
  const [{ path } = { path: "" }] = await listUnitsByNames(bus, [unit]);
  const dictionary = await getAllAsSent(bus, path);
  const all = (typeof dictionary === "object" ? dictionary : {}) as Readonly<Record<string, unknown>>;
  return {
    state: unitStateOf(unit, unitPropertiesFromBus(dictionary)),
    text: (name) => {
      const value = all[name];
      return typeof value === "string" ? value : "";
    },
    us: (name) => Number(all[name] ?? 0),
    lines: ["TimersCalendar", "TimersMonotonic"].flatMap((name) => planLinesFromBus(all[name])),
  };
}

function factsOf(timer: ReadUnit, target: ReadUnit): TimerFacts {
  const times = {
    activeEnter: timer.us("ActiveEnterTimestamp"),
    lastTrigger: timer.us("LastTriggerUSec"),
    nextRealtime: timer.us("NextElapseUSecRealtime"),
    nextMonotonic: timer.us("NextElapseUSecMonotonic"),
    accuracy: timer.us("AccuracyUSec"),
    randomDelay: timer.us("RandomizedDelayUSec"),
    lines: timer.lines,
    targetInactiveExit: target.us("InactiveExitTimestamp"),
    targetInactiveEnter: target.us("InactiveEnterTimestamp"),
  };
  return timerFactsOf({ timer: timer.state, target: target.state }, times, clocks());
}

/** The unit that a timer starts by default: also for a timer that does not exist. */
function usualTarget(timer: string): string {
  return timer.replace(/\.timer$/, ".service");
}

const timesToShow = [
  "Unit",
  "ActiveEnterTimestamp",
  "InactiveExitTimestamp",
  "InactiveEnterTimestamp",
  "LastTriggerUSec",
  "NextElapseUSecRealtime",
  "NextElapseUSecMonotonic",
  "AccuracyUSec",
  "RandomizedDelayUSec",
  "TimersCalendar",
  "TimersMonotonic",
];

async function readBySystemctl(unit: string, scope: UnitScope): Promise<ReadUnit> {
  const names = [...unitPropertyNames, ...timesToShow].join(",");
  try {
    const { stdout } = await run("systemctl", [`--${scope}`, "show", `--property=${names}`, "--", unit], {
      timeout: timeoutMs,
      // Times are printed in the zone of the reader.
      env: { ...process.env, LC_ALL: "C", TZ: "UTC", SYSTEMD_PAGER: "" },
    });
    return parseTimerShow(stdout, unit);
  } catch (error) {
    const { stderr } = error as { readonly stderr?: unknown };
    const said = typeof stderr === "string" ? stderr.trim().split("\n")[0] : undefined;
    throw new UnitStateError(`systemctl: ${said === undefined || said === "" ? "failed" : said}`, { cause: error });
  }
}

/**
 * Reads a timer and what it starts: over the bus, or by `systemctl` when the bus cannot be reached.
 *
 * @throws {@link UnitStateError} when the service manager cannot be asked
 */
export async function readTimer(timer: string, scope: UnitScope): Promise<TimerFacts> {
  let bus: BusConnection | undefined;
  const readBoth = async (read: (unit: string) => Promise<ReadUnit>): Promise<TimerFacts> => {
    const itself = await read(timer);
    return factsOf(itself, await read(itself.text("Unit") || usualTarget(timer)));
  };
  try {
    bus = connectToBus(scope);
    const link = bus;
    return await readBoth((unit) => readOverBus(link, unit));
  } catch (error) {
    if (!(error instanceof UnitStateError)) throw error;
    return await readBoth((unit) => readBySystemctl(unit, scope));
  } finally {
    bus?.end();
  }
}
