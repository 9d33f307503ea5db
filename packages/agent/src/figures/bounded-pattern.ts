import { createContext, Script } from "node:vm";
import * as z from "zod";
import { FigureError } from "./figure-error.ts";

/** How long a pattern may take for all its texts, in ms. */
const limitMs = 500;

/** The schema of a regular expression, as JavaScript has it, with the flag `u`. */
export function patternSetting() {
  return z
    .string()
    .min(1, "must not be empty")
    .max(1000, "must be at most 1000 characters")
    .refine((source) => {
      try {
        return new RegExp(source, "u") instanceof RegExp;
      } catch {
        return false;
      }
    }, "is not a regular expression");
}

/**
 * Makes a regular expression that cannot hold up the agent: one that would take for ever, as `(a+)+b` does, is given up.
 *
 * @param source - of the expression
 * @returns says of each text whether the pattern occurs in it
 * @throws the function that it returns: {@link FigureError} when the pattern takes too long
 */
export function boundedPattern(source: string): (texts: readonly string[]) => readonly boolean[] {
  const context = createContext({ pattern: new RegExp(source, "u"), texts: [] as readonly string[] });
  const script = new Script("texts.map((text) => pattern.test(text))");
  return (texts) => {
    context["texts"] = texts;
    try {
      return script.runInContext(context, { timeout: limitMs }) as readonly boolean[];
    } catch {
      throw new FigureError(`the pattern ${source} takes too long`);
    } finally {
      context["texts"] = [];
    }
  };
}
