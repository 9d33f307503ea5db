import { formatDuration } from "@kumakit/text";
import type { UnitLook } from "../cases/unit-cases.ts";

/** The actions of the script at a look. */
export interface ScriptLook extends Pick<UnitLook, "at" | "properties" | "triggers"> {
  /** Undefined when nothing is pushed. */
  readonly pushed: { readonly status: string; readonly message: string } | undefined;
  /** Whether it looks again within the same run. */
  readonly again: boolean;
}

interface Known {
  readonly status: UnitLook["status"];
  readonly message: string;
  readonly since: number;
}

function knownAfter({ at, status, message, since = 0 }: UnitLook, before: Known | undefined): Known | undefined {
  if (status === "pending") return before;
  return { status, message, since: before?.status === status ? before.since : at - since };
}

/** A start that fails runs for a moment, too. */
function isRising({ status, properties }: UnitLook, before: Known | undefined): boolean {
  return status === "pending" && before?.status === "down" && properties["ActiveState"] === undefined;
}

function pushedOf(known: Known | undefined, before: Known | undefined): ScriptLook["pushed"] {
  if (known === undefined) return undefined;
  const { status, message, since } = known;
  if (before?.status !== "down" || status !== "up") return { status, message };
  return { status, message: `${message}, after ${formatDuration((since - before.since) * 1000)} down` };
}

/** Until it is certain, the script pushes what was known. */
export function saidByScript(looks: readonly UnitLook[]): readonly ScriptLook[] {
  let before: Known | undefined;
  return looks.map((look) => {
    const { at, properties, triggers, status } = look;
    const known = knownAfter(look, before);
    const rises = isRising(look, before);
    const again = status === "pending" && (rises || before?.status !== "down");
    const pushed = pushedOf(known, before);
    before = known;
    return { at, properties, pushed, again, ...(triggers === undefined ? {} : { triggers }) };
  });
}
