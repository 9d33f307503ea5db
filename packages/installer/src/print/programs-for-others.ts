import { watchedUnitKinds } from "@kumakit/agent/checks";
import { posix } from "node:path";

import { secretSettings } from "../config/holds-secrets.ts";
import { surveyArguments } from "../facts/survey-host.ts";
import { carriedProgram, installPaths, roundsFolder } from "../install-paths.ts";
import { lockProgram, surveyProgram } from "../scripts/programs.ts";
import { stepsProgram } from "../scripts/steps-program.ts";

/** A shell program with the arguments that are the same on all hosts. */
export interface ProgramForOthers {
  /** For `sh -c`. */
  readonly program: string;
  /** The first ones. */
  readonly args: readonly string[];
}

/** All that a tool needs to look at a host with its own means, as its root. */
export interface ProgramsForOthers {
  /** Prints facts; an argument `unit=system:NAME` follows for each unit. */
  readonly survey: ProgramForOthers;
  /** Holds the lock of installs as long as its input is open; the name of the holder follows. */
  readonly lock: ProgramForOthers;
  /** Puts back what a run has left that was killed. */
  readonly undo: ProgramForOthers;
  /** The files in which the agent says how it is: of a host with systemd, and without. */
  readonly status: readonly string[];
  /** The folder that is there while something is to be put back, and the file in it that says otherwise. */
  readonly journal: { readonly folder: string; readonly done: string };
  /** The place for the agent with Node.js inside before a printed script is run. */
  readonly carried: string;
  /** The kinds of units that can be watched; a name with none of these suffixes is that of a service. */
  readonly unitKinds: readonly string[];
  /** The settings of a config whose values are secret. */
  readonly secretSettings: readonly string[];
}

/** The programs of an install for tools that look at hosts themselves, such as the Ansible collection. */
export function programsForOthers(): ProgramsForOthers {
  const { lock, journal, status } = installPaths("system");
  return {
    survey: { program: surveyProgram, args: surveyArguments({ isRemote: true }, { scope: "system" }) },
    lock: { program: lockProgram, args: [lock, journal] },
    undo: { program: stepsProgram, args: ["undo", journal, "system"] },
    status: [status, posix.join(roundsFolder, posix.basename(status))],
    journal: { folder: journal, done: `${journal}/done` },
    carried: carriedProgram,
    unitKinds: watchedUnitKinds,
    secretSettings: [...secretSettings],
  };
}
