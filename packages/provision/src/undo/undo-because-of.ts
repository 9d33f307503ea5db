import { isKumaError } from "@kumakit/client";
import { isInstallerError } from "@kumakit/installer";

import { isProvisionError, ProvisionError, type ProvisionErrorDetails } from "../errors/provision-error.ts";
import type { UndoStack } from "./undo-stack.ts";

/** The fields of a failure that is reported with what was left behind. */
type ToldFailure = Pick<ProvisionErrorDetails, "code" | "message" | "hint" | "subject" | "suggestion">;

/**
 * Takes back what was done, because of an error.
 *
 * @returns the error to throw: a {@link ProvisionError} with the code, message and hint of a known failure, which says
 * that the rest was undone, and what was left behind. A bug stays as it is, unless something was left behind.
 */
export async function undoBecauseOf(error: unknown, undo: UndoStack): Promise<unknown> {
  // A failed step of the installer has put back its own part already.
  const undone = !undo.isEmpty || isInstallerError(error) || (isProvisionError(error) && error.undone);
  const left = await undo.unwind();
  if (!undone) return error;
  const leftBehind = [...left, ...leftByStep(error)];
  const told = toldFailure(error);
  if (told !== undefined) return new ProvisionError({ ...told, undone: true, leftBehind, cause: error });
  if (leftBehind.length === 0) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ProvisionError({ code: "KUMA_UNDO_INCOMPLETE", message, undone: true, leftBehind, cause: error });
}

/** A step that failed half-way has gone its own way back, and says so when it got stuck there. */
function leftByStep(error: unknown): readonly string[] {
  if (isProvisionError(error)) return error.leftBehind;
  return isInstallerError(error) ? error.leftBehind : [];
}

function toldFailure(error: unknown): ToldFailure | undefined {
  if (isProvisionError(error)) {
    const { code, message, hint, subject, suggestion } = error;
    return { code, message, hint, subject, suggestion };
  }
  if (isInstallerError(error) || isKumaError(error))
    return { code: error.code, message: error.message, hint: error.hint ?? null };
  if (error instanceof Error && error.name === "AbortError")
    return { code: "KUMA_ABORTED", message: "The work was stopped", hint: null };
  return undefined;
}
