import { printable } from "@kumakit/text";
import type { ExitCode } from "../exit-codes.ts";

/** A failure as the person (or the script, with `--json`) gets to see it. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** The message of the error underneath, when it says more. */
  readonly cause: string | null;
  readonly hint: string | null;
  readonly exit: ExitCode;
  /** Something that should not have happened: shown with a link to report it. */
  readonly isBug: boolean;
  /** Whether something had been done already, and was taken back. Default: false. */
  readonly undone?: boolean;
  /** What could not be taken back. Default: nothing. */
  readonly leftBehind?: readonly string[];
}

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
