import { replaceBeginning, stepsBeginning, stepsFunctions } from "./programs.ts";

/** Carries steps out with a journal, or puts everything back. */
export const stepsProgram = [stepsFunctions, stepsBeginning].join("\n");

/** Comments lines of crontabs out. */
export const replaceProgram = [stepsFunctions, replaceBeginning].join("\n");
