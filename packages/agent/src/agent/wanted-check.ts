import { isDeepStrictEqual } from "node:util";
import type { CheckSubject } from "./check-subject.ts";
import type { CheckConfig, HeartbeatConfig } from "../config/agent-config.ts";
import type { OutletTarget } from "../push/outlet.ts";

/** What a config wants to be watched. */
export interface WantedCheck {
  readonly config: CheckConfig | HeartbeatConfig;
  readonly targets: readonly OutletTarget[];
  readonly subject: CheckSubject;
}

/** Whether two checks push to the same monitor. */
export function hasSameMonitor(one: WantedCheck, other: WantedCheck): boolean {
  return one.targets.some(({ role, token }) =>
    other.targets.some((target) => target.role === role && target.token.key === token.key),
  );
}

function hasSameTargets(one: WantedCheck, other: WantedCheck): boolean {
  return (
    one.targets.length === other.targets.length &&
    one.targets.every(({ role, token }, index) => {
      const target = other.targets[index];
      return target?.role === role && target.token.key === token.key;
    })
  );
}

/** Whether two checks are one, with nothing about them changed. */
export function isSame(one: WantedCheck, other: WantedCheck): boolean {
  return hasSameTargets(one, other) && isDeepStrictEqual(one.config, other.config);
}
