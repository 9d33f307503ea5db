import { KumaValidationError } from "../../errors/kuma-errors.ts";
import type { Monitor } from "../../model/monitor.ts";
import type { MonitorInput } from "../../monitor-types/registry.ts";

interface Named {
  readonly type: unknown;
  readonly name: unknown;
  readonly parent?: unknown;
}

const placeOf = ({ type, name, parent }: Named): string => JSON.stringify([type, name, parent ?? null]);
const tokenOf = (token: unknown): string => JSON.stringify(["push token", token]);

/** The key of an input: the push token that it gives, else type, name and group. */
export function keyOf(input: MonitorInput): string {
  const token: unknown = Reflect.get(input, "pushToken");
  return typeof token === "string" ? tokenOf(token) : placeOf(input);
}

/** The oldest monitor for each key. */
export function monitorsByKey(monitors: readonly Monitor[]): ReadonlyMap<string, Monitor> {
  return new Map(
    monitors
      .toSorted((a, b) => b.id - a.id)
      .flatMap((monitor) => [
        [placeOf(monitor), monitor] as const,
        ...(monitor.pushToken == null ? [] : [[tokenOf(monitor.pushToken), monitor] as const]),
      ]),
  );
}

/**
 * Makes sure that no two inputs ask for the same.
 *
 * @throws {@link KumaValidationError} naming the second one.
 */
export function checkKeys(inputs: readonly MonitorInput[]): void {
  const seen = new Set<string>();
  for (const [index, input] of inputs.entries()) {
    const key = keyOf(input);
    if (seen.has(key)) throw new KumaValidationError(`${index}.name`, `"${input.name}" is asked for twice`);
    seen.add(key);
  }
}
