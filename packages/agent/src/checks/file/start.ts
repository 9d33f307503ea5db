import { SlowPatternError } from "../shared/text-search.ts";
import { defineBoundedLook, LookError } from "../shared/bounded-look.ts";
import { judgeContent } from "./judge-content.ts";
import { judgeFiles, newestOf } from "./judge-files.ts";
import { hasWildcards, lookAtFiles, type FoundFile } from "./look-at-files.ts";
import { readPart, type FilePart } from "./read-part.ts";
import { defineCheck, type CheckResult } from "../check.ts";
import type { fileCheck } from "./settings.ts";

/** How long a look may take, in ms. */
const limitMs = 10_000;

const findFiles = defineBoundedLook({ limitMs, nameOf: (path: string) => path, look: lookAtFiles });

const readContent = defineBoundedLook({
  limitMs,
  nameOf: ({ path, from, bytes }: FilePart & Pick<FoundFile, "path" | "pathBytes">) =>
    `the ${from} ${bytes} bytes of ${path}`,
  look: ({ pathBytes, from, bytes }) => readPart(pathBytes, { from, bytes }),
});

function troubleOf(error: unknown, path: string): CheckResult {
  if (error instanceof LookError) return { status: "noData", message: error.message };
  if (error instanceof SlowPatternError) return { status: "noData", message: `${path}: ${error.message}` };
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  const isDenied = code === "EACCES" || code === "EPERM";
  return {
    status: "noData",
    message: isDenied ? `permission denied: ${path}` : `${path} cannot be looked at: ${code}`,
  };
}

/** Starts a check of the type `file`. */
export const startFile = defineCheck<typeof fileCheck>((settings) => {
  const { path, contains, notContains, part, partSize } = settings;
  const { mustBe, maxAge, minAge, minSize, maxSize, minCount, maxCount } = settings;
  const limits = { mustBe, maxAge, minAge, minSize, maxSize, minCount, maxCount };
  const filePart: FilePart = { from: part, bytes: partSize };

  async function look(): Promise<CheckResult> {
    const found = await findFiles(path);
    const result = judgeFiles(path, found, { ...limits, now: Date.now(), isGlob: hasWildcards(path) });
    const newest = newestOf(found.files);
    if (result.status !== "up" || newest === undefined || (contains ?? notContains) === undefined) return result;
    const text = await readContent({ ...newest, ...filePart });
    if (text === undefined) return { status: "down", message: `${newest.path} is not an ordinary file` };
    return judgeContent(newest.path, text, { contains, notContains }) ?? result;
  }
  return {
    longestLookMs: 2 * limitMs + 5_000,
    look: () => look().catch((error: unknown) => troubleOf(error, path)),
  };
});
