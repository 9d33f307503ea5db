import { printable } from "@kumakit/text";
import type { Monitor } from "@kumakit/client";

import type { Deletion } from "../prompts/confirm-deletion.ts";

/** The losses that come with deleting monitors. */
export interface MonitorDeletion extends Deletion {
  /** Each completes "Would …". */
  readonly steps: readonly string[];
}

/** The most monitors that a question names. */
const mostNamed = 10;

/** Says what deleting monitors means; a group with members is severe, because they lose their place, and so are several. */
export function describeMonitorDeletions(chosen: readonly Monitor[], all: readonly Monitor[]): MonitorDeletion {
  const going = new Set(chosen.map(({ id }) => id));
  const parts = chosen.map((monitor) =>
    lossesOf(monitor, all.filter(({ id, parent }) => parent === monitor.id && !going.has(id)).length),
  );
  const steps = parts.flat();
  const [only] = chosen;
  if (only !== undefined && chosen.length === 1) {
    const [what = "", orphans] = steps;
    const message = `D${what.slice(1)}${orphans === undefined ? "" : `, and ${orphans}`}?`;
    return { name: only.name, isSevere: orphans !== undefined, message, steps };
  }
  const named = chosen.slice(0, mostNamed).map(({ name }) => `"${printable(name)}"`);
  const more = chosen.length > mostNamed ? ` and ${chosen.length - mostNamed} more` : "";
  const message = `Delete ${chosen.length} monitors and their history: ${named.join(", ")}${more}?`;
  return { name: String(chosen.length), isSevere: true, message, steps, typed: "Type how many they are to go on" };
}

function lossesOf({ id, name, type }: Monitor, orphans: number): readonly string[] {
  const what = `delete the ${type === "group" ? "group" : "monitor"} "${printable(name)}" (id ${id}) and its history`;
  return orphans === 0 ? [what] : [what, `leave ${orphans} member${orphans === 1 ? "" : "s"} in no group`];
}
