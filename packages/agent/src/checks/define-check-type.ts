import * as z from "zod";
import type { UnitScope, UnitStateSource } from "../systemd/unit-state.ts";
import type { CheckResult } from "./check-result.ts";
import { commonCheckFields } from "./common-check-fields.ts";

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
  /** Ends when the check is not wanted any more; whatever it started ends with it. */
  readonly signal: AbortSignal;
}

/** A check at work. */
export interface RunningCheck {
  /** Looks now. An expected trouble is a result; it rejects only for a bug. */
  look(): Promise<CheckResult>;
}

/** The settings of a check type: the common ones and its own. */
export type CheckSettings<Type extends string, Shape extends z.core.$ZodLooseShape> = z.output<
  z.ZodObject<{ readonly type: z.ZodLiteral<Type> } & typeof commonCheckFields & Shape, z.core.$strict>
>;

/** What a check type is made of. One file under `checks/` defines one, `registry.ts` lists it. */
export interface CheckTypeInput<Type extends string, Shape extends z.core.$ZodLooseShape> {
  /** The value of `type` in the config file. */
  readonly type: Type;
  /** One line for people. */
  readonly title: string;
  /** The settings of this type, beside the common ones. */
  readonly options: Shape;
  /** How long one look may take by these settings, in ms; the agent counts as stuck beyond it. */
  readonly longestLookMs: (settings: CheckSettings<Type, Shape>) => number;
  /** Starts the check. */
  readonly start: (settings: CheckSettings<Type, Shape>, context: CheckContext) => RunningCheck;
}

/**
 * Defines a check type; the config schema is derived from it.
 *
 * @param input - the type's name, title, settings and how it is started
 */
export function defineCheckType<const Type extends string, Shape extends z.core.$ZodLooseShape>(
  input: CheckTypeInput<Type, Shape>,
) {
  const schema = z.strictObject({ type: z.literal(input.type), ...commonCheckFields, ...input.options });
  return Object.freeze({ ...input, schema });
}
