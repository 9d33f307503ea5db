import { printable } from "@kumakit/text";
import type { Monitor } from "@kumakit/client";

import type { Deletion } from "../prompts/confirm-deletion.ts";

/** The losses that come with deleting a monitor. */
export interface MonitorDeletion extends Deletion {
  /** Each completes "Would …". */
  readonly steps: readonly string[];
}

/** Says what deleting a monitor means; a group with members is severe, because they lose their place. */
export function describeMonitorDeletion({ id, name, type }: Monitor, all: readonly Monitor[]): MonitorDeletion {
  const members = all.filter(({ parent }) => parent === id);
  const kind = type === "group" ? "group" : "monitor";
  const what = `delete the ${kind} "${printable(name)}" (id ${id}) and its history`;
  const orphans = `leave ${members.length} member${members.length === 1 ? "" : "s"} in no group`;
  const isSevere = members.length > 0;
  return {
    name,
    isSevere,
    message: `D${what.slice(1)}${isSevere ? `, and ${orphans}` : ""}?`,
    steps: isSevere ? [what, orphans] : [what],
  };
}
