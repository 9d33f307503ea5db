import { InstallerError } from "../installer-error.ts";

/** The order in which things are put back: what runs is stopped, files are restored, what ran before runs again. */
const phases = ["stop", "restore", "run"] as const;

/** When in the way back something is done. */
export type WayBackPhase = (typeof phases)[number];

/** Remembers how to put things back, and does it. */
export interface WayBack {
  /**
   * Remembers one thing to put back; noted before it is changed, so that a change cut short is put back as well.
   *
   * @param what - completes "could not …"
   */
  add(phase: WayBackPhase, what: string, putBack: () => Promise<void>): void;
  /**
   * Puts everything back, the last thing first within a phase. Goes on when something fails. Doing it twice does
   * nothing the second time.
   *
   * @throws {@link InstallerError} `INSTALLER_UNDO_INCOMPLETE` naming all that could not be put back
   */
  go(): Promise<void>;
}

/** An empty way back. */
export function wayBack(): WayBack {
  const entries: { readonly phase: WayBackPhase; readonly what: string; readonly putBack: () => Promise<void> }[] = [];
  return {
    add(phase, what, putBack) {
      entries.push({ phase, what, putBack });
    },
    async go() {
      const all = entries.splice(0).toReversed();
      const failures: string[] = [];
      for (const phase of phases) {
        for (const { what, putBack } of all.filter((entry) => entry.phase === phase)) {
          try {
            await putBack();
          } catch (error) {
            failures.push(`could not ${what} (${error instanceof Error ? error.message : String(error)})`);
          }
        }
      }
      if (failures.length > 0) throw incomplete(failures);
    },
  };
}

function incomplete(failures: readonly string[]): InstallerError {
  return new InstallerError({
    code: "INSTALLER_UNDO_INCOMPLETE",
    layer: "files",
    message: `Not everything was put back:\n${failures.map((failure) => `  - ${failure}`).join("\n")}`,
    hint: "put these back by hand",
  });
}
