import { isInstallerError } from "@kumakit/installer";

import { CliError } from "../cli-error.ts";
import { exitCodeOfClass } from "../exit-codes.ts";
import { installerFailure } from "./installer-failure.ts";
import type { InstallVoice } from "./install-request.ts";
import type { WayBackList } from "./way-back-list.ts";

/**
 * Takes back what an install has done, because of an error.
 *
 * @returns the error to throw: it also says that everything was undone, or what was left behind
 */
export async function takeBack(error: unknown, wayBack: WayBackList, voice: InstallVoice): Promise<unknown> {
  voice.progress("Undoing what was done");
  const left = await wayBack.go();
  const leftBefore = leftByStep(error);
  if (voice.signal.aborted) {
    // After Ctrl-C errors are not shown, but what is left behind must be.
    const all = [...left, ...leftBefore];
    voice.warn(all.length === 0 ? "Interrupted; everything was undone." : leftovers(all));
    return error;
  }
  if (left.length > 0) return withEnding(installerFailure(error), leftovers(left));
  // What a step has left behind stands in its error already.
  return leftBefore.length > 0
    ? installerFailure(error)
    : withEnding(installerFailure(error), "Everything that was done was undone.");
}

/** A step that failed half-way has gone its own way back, and says so when it got stuck there. */
function leftByStep(error: unknown): readonly string[] {
  if (isInstallerError(error) && error.code === "INSTALLER_UNDO_INCOMPLETE") return [error.message];
  const [, stuck] = error instanceof Error ? (/\(and on the way back: (.*)\)$/s.exec(error.message) ?? []) : [];
  return stuck === undefined ? [] : [stuck];
}

function leftovers(left: readonly string[]): string {
  return ["Not everything could be undone:", ...left.map((sentence) => `  - ${sentence}`)].join("\n");
}

function withEnding(error: unknown, ending: string): unknown {
  if (!(error instanceof Error)) return error;
  const exit = error instanceof CliError ? error.exit : exitCodeOfClass(error.name);
  // An error that nobody decided about is a bug, and is reported as one.
  if (exit === undefined) {
    error.message += `\n${ending}`;
    return error;
  }
  return new CliError({
    code: text(error, "code") ?? "KUMA_AGENT_INSTALL_FAILED",
    message: `${error.message}\n${ending}`,
    hint: text(error, "hint") ?? null,
    exit,
    cause: error.cause,
  });
}

function text(error: Error, property: "code" | "hint"): string | undefined {
  const value: unknown = Reflect.get(error, property);
  return typeof value === "string" ? value : undefined;
}
