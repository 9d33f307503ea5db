import * as z from "zod";
import { expressionOf } from "./text-search.ts";

/** As in JavaScript a slash within needs a backslash, so that nobody's path is taken for an expression. */
function hasOpenSlash(source: string): boolean {
  return source.replace(/\\.|\[(?:\\.|[^\]\\])*\]/gs, "").includes("/");
}

function problemOf(given: string): string | undefined {
  const expression = expressionOf(given);
  if (expression === undefined) return undefined;
  const { source, flags } = expression;
  const what = "begins and ends with a slash, like a regular expression";
  if (source === "") return `${what}, but is empty`;
  if (hasOpenSlash(source)) return String.raw`${what}: a slash within it must be written as \/`;
  try {
    return new RegExp(source, flags) instanceof RegExp ? undefined : "is not a regular expression";
  } catch (error) {
    return `is not a regular expression: ${(error as Error).message}`;
  }
}

/** The schema of something to look for in texts: itself as it is, or a regular expression as in `/^SSH-2/i`. */
export const textPattern = z
  .string()
  .min(1, "must not be empty")
  .max(1000, "must be at most 1000 characters")
  .superRefine((given, context) => {
    const message = problemOf(given);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });
