import type { UnitQuery } from "./unit-pattern.ts";

/** Whose service manager is meant. */
export type UnitScope = "system" | "user";

/** Where a service manager, and with it the host or the user's session, is between its start and its end. */
export type ManagerPhase = "starting" | "running" | "stopping";

/** The state of a unit; names and values are systemd's own (`org.freedesktop.systemd1(5)`). */
export interface UnitState {
  /** The name that was asked for; an alias stays an alias. */
  readonly unit: string;
  /** `loaded`, `not-found`, `masked`, `bad-setting`, `error`, … */
  readonly loadState: string;
  /** `active`, `reloading`, `activating`, `deactivating`, `inactive`, `failed`, … */
  readonly activeState: string;
  /** As `running`, `dead`, `auto-restart`. */
  readonly subState: string;
  /**
   * How the last run ended: `success`, `exit-code`, `signal`, `timeout`, `watchdog`, … An end that the unit's own file
   * foresees, and after which systemd starts it again, is a success.
   */
  readonly result: string;
  /** How the main process ended: 1 exited, 2 killed, 3 dumped core, 0 not yet. */
  readonly execMainCode: number;
  /** The exit code or the signal's number, see {@link UnitState.execMainCode}. */
  readonly execMainStatus: number;
  /** Automatic restarts since the last start by hand. */
  readonly nRestarts: number;
  /** A new one for every start; empty when it never ran. */
  readonly invocationId: string;
  /** Whether a start, stop or restart is queued or under way. */
  readonly hasJob: boolean;
  /** The `Type=` of a service, as `oneshot`; empty for other units. */
  readonly serviceType: string;
  /** Whether the last start was given up because a `Condition…=` or `ExecCondition=` was not met. */
  readonly conditionFailed: boolean;
  /** Whether the last start failed because an `Assert…=` was not met. */
  readonly assertionFailed: boolean;
  /** Whether it is to be started at boot, as `enabled`, `enabled-runtime`, `static`, `disabled`; empty when unknown. */
  readonly unitFileState?: string;
  /** The program of the first `ExecStart=`; empty when there is none. */
  readonly program?: string;
  /** When it became active, in ms by systemd's monotonic clock; 0 or undefined when that was never, or is not known. */
  readonly activeEnterAt?: number;
  /** When it stopped being active; as {@link UnitState.activeEnterAt}. */
  readonly activeExitAt?: number;
  /** When it last came to rest, `inactive` or `failed`; as {@link UnitState.activeEnterAt}. */
  readonly inactiveEnterAt?: number;
  /** When the main process of the last run was started; as {@link UnitState.activeEnterAt}. */
  readonly mainStartAt?: number;
  /** When it ended; as {@link UnitState.activeEnterAt}. */
  readonly mainExitAt?: number;
  /** The `Restart=` of a service, as `always`; empty when it is not known. */
  readonly restart?: string;
  /** When its state changed last, also within `active`; as {@link UnitState.activeEnterAt}. */
  readonly stateChangeAt?: number;
  /** How long systemd lets it start, in ms; `Infinity` for ever, undefined when that is not known. */
  readonly startLimitMs?: number | undefined;
  /** How long systemd lets it stop; as {@link UnitState.startLimitMs}. */
  readonly stopLimitMs?: number | undefined;
  /** The units that start it when it is needed: sockets, timers, paths, automounts. */
  readonly triggeredBy?: readonly string[];
  /** The one of them that will do so next; undefined when it is not at rest, or none of them is active. */
  readonly waitsFor?: string | undefined;
}

/** How fresh the answer of a {@link UnitStateSource} has to be. */
export interface ReadOptions {
  /**
   * An answer that systemd gave so many ms ago, with every change since, is good enough; 0, the default, asks it now.
   */
  readonly maxAgeMs?: number;
}

/** Where the states of units come from. */
export interface UnitStateSource {
  /** Whether the service manager answers others but not this source any more: then only a new start helps. */
  readonly isCutOff?: boolean;
  /** Where the service manager is, as far as was heard; undefined when it was not. */
  readonly phase?: ManagerPhase | undefined;
  /** Asks where the service manager is now. Never throws: undefined when it cannot be asked. */
  readPhase?(): Promise<ManagerPhase | undefined>;
  /**
   * The state of a unit without asking; undefined when that is older than wished for, or there is nothing.
   *
   * @param maxAgeMs - see {@link ReadOptions.maxAgeMs}
   */
  recent?(unit: string, maxAgeMs: number): UnitState | undefined;
  /**
   * Asks for the present states, in the order of the names.
   *
   * @throws {@link UnitStateError} when the service manager cannot be asked
   */
  read(units: readonly string[], options?: ReadOptions): Promise<UnitState[]>;
  /**
   * Asks for all loaded units of a kind, by their own names.
   *
   * @throws {@link UnitStateError} when the service manager cannot be asked
   */
  readMatching(query: UnitQuery, options?: ReadOptions): Promise<UnitState[]>;
  /**
   * Calls back whenever one of the units may have changed, and after every gap in which a change could have been
   * missed. Never throws: while the service manager cannot be reached it is silent.
   *
   * @returns ends the watching
   */
  watch(units: readonly string[], onChange: (state: UnitState) => void): () => void;
  /**
   * Calls back with all units of a kind whenever one of them may have changed, come or gone; as {@link watch}.
   *
   * @returns ends the watching
   */
  watchMatching(query: UnitQuery, onChange: (states: UnitState[]) => void): () => void;
  /** Lets go of connections and processes. */
  close(): void;
}

/** How long one look at units may take, in ms: several calls over the bus, then systemctl, each with a limit of 10 s. */
export const longestUnitLookMs = 75_000;

/** At a tick an answer so old is good enough, in ms, as every change since has been reported: one answer serves many checks. */
export const tickMaxAgeMs = 10_000;
