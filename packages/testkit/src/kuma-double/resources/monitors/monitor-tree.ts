import type { Row } from "../../database/database.ts";
import type { DoubleKuma } from "../../double-kuma.ts";

/** The groups around a monitor, the nearest first. */
export function ancestorsOf(kuma: DoubleKuma, monitor: Row): readonly Row[] {
  const ancestors: Row[] = [];
  let above = kuma.database.get("monitor", monitor["parent"]);
  while (above !== undefined) {
    ancestors.push(above);
    above = kuma.database.get("monitor", above["parent"]);
  }
  return ancestors;
}

/** The ids of everything in a group, each followed by what is in it. */
export function descendantsOf(kuma: DoubleKuma, id: number): readonly number[] {
  return kuma.database.find("monitor", { parent: id }).flatMap((child) => [child.id, ...descendantsOf(kuma, child.id)]);
}

/** Whether a monitor and all groups around it are active. */
export function isRunning(kuma: DoubleKuma, monitor: Row): boolean {
  return [monitor, ...ancestorsOf(kuma, monitor)].every((row) => row["active"] === 1);
}
