import type { CheckResult } from "./check-result.ts";
import type { CheckConfig } from "../config/agent-config.ts";
import type { Logger } from "../logger.ts";
import type { UnitScope, UnitStateSource } from "../systemd/unit-state.ts";

/** What a check may use of the agent. */
export interface CheckContext {
  /** The units of a service manager; opened when first asked for, closed by the agent. */
  readonly units: (scope: UnitScope) => UnitStateSource;
  /** While the host boots: until when something that has not failed is waited for, monotonic ms. */
  readonly bootGraceUntil: number;
  /** The folder that file names in the config are relative to. */
  readonly configFolder: string;
  /** Hands over a result that nobody asked for, because something has happened. */
  readonly report: (result: CheckResult) => void;
  /** Where the check may say what works less well than it should; nowhere when left out. */
  readonly logger?: Logger;
  /** Makes a text fit to leave the host: one line, without secrets. All messages are made so; this is for parts of them. */
  readonly clean?: (text: string) => string;
  /** Ends when the check is not wanted any more; whatever it started ends with it. Made when it is first asked for. */
  readonly signal: AbortSignal;
  /** Has a listener called then. It takes less than a signal does, on a host with hundreds of units. */
  readonly onEnd: (listener: () => void) => void;
}

/** A check at work. */
export interface RunningCheck {
  /** Looks now; with a promise when that takes time. An expected trouble is a result; it rejects only for a bug. */
  look(): CheckResult | Promise<CheckResult>;
}

/** The value of `type` in the config file. */
export type CheckType = CheckConfig["type"];

/** The settings of a check type, as they come out of the config. */
export type SettingsOf<Type extends CheckType> = Extract<CheckConfig, { readonly type: Type }>;

/**
 * What a check type does, apart from what its settings may be: the agent that runs for months loads this alone, and of
 * those types only that it watches. Nothing here may load the schemas of the config.
 */
export interface CheckStarter<Type extends CheckType> {
  /** How long one look may take by these settings, in ms; the agent counts as stuck beyond it. */
  readonly longestLookMs: (settings: SettingsOf<Type>) => number;
  /** Starts the check. */
  readonly start: (settings: SettingsOf<Type>, context: CheckContext) => RunningCheck;
}
