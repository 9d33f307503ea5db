import type { CheckNeed } from "../define-check-type.ts";

/** What the sandbox must allow for a file or socket: homes and the users' runtime folders are hidden unless asked for. */
export function needsOfPath(path: string | undefined): readonly CheckNeed[] {
  return path !== undefined && /^\/(home|root|run\/user)\//.test(path) ? ["homes"] : [];
}
