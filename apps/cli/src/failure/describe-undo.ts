import { printable } from "@kumakit/text";
import type { Failure } from "./failure.ts";

/** Says in lines what was taken back because of a failure, and what could not be; none when nothing had been done. */
export function describeUndo({
  undone = false,
  leftBehind = [],
}: Pick<Failure, "undone" | "leftBehind">): readonly string[] {
  if (leftBehind.length > 0) return ["Not everything could be undone:", ...leftBehind.map(listed)];
  return undone ? ["Everything that was done was undone."] : [];
}

function listed(what: string): string {
  return `  - ${what.split("\n").map(printable).join("\n    ")}`;
}
