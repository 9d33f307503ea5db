import { createHash, randomBytes } from "node:crypto";
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isRunning, jobRecordSchema, type JobRecord } from "./job-record.ts";

/** Where the runs of a job are kept. */
export interface JobPlace {
  /** Made when it is missing; nobody but its owner may write there. */
  readonly folder: string;
  /** Identifies the job. */
  readonly id: string;
}

/** The right to be the only run of a job. */
export interface JobClaim {
  /** The run before this one, if one is known. */
  readonly before: JobRecord | undefined;
  /** Changes what is kept of this run. */
  update(record: JobRecord): void;
}

/** Makes a folder and those above it. Node's own way never ends where nothing can be made, as in /proc. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) === "EEXIST") return;
    if (codeOf(error) !== "ENOENT" || existsSync(dirname(folder))) throw error;
    makeFolder(dirname(folder));
    makeFolder(folder);
  }
}

function openFolder(folder: string): void {
  makeFolder(resolve(folder));
  const { uid, mode } = lstatSync(folder);
  if (uid !== process.getuid?.()) throw new Error(`${folder} belongs to somebody else`);
  if ((mode & 0o022) !== 0) throw new Error(`others may write to ${folder}; chmod 700 it`);
}

function readRecord(file: string): JobRecord | undefined {
  try {
    return jobRecordSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // Damaged, or taken away just now by a newer run: neither says that something runs.
    return undefined;
  }
}

/** Writes beside and then puts in place, so that a half-written record is never seen. */
function put(file: string, record: JobRecord, place: (from: string, to: string) => void): void {
  const draft = `${file}.${randomBytes(6).toString("hex")}.new`;
  try {
    writeFileSync(draft, `${JSON.stringify(record)}\n`, { mode: 0o600, flag: "wx" });
    place(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/**
 * Claims a run of a job, unless another one goes on.
 *
 * Every run has a number, one more than the highest, and the highest is never taken away: of two that start at the same
 * moment only one can make the file, and nothing is left locked by a run that was killed.
 *
 * @param place - where runs of this job are kept
 * @param record - what to keep of this run
 * @returns the claim, or the record of the run that goes on
 * @throws Error when the folder cannot be used
 */
export function claimRun({ folder, id }: JobPlace, record: JobRecord): JobClaim | { readonly running: JobRecord } {
  openFolder(folder);
  const key = createHash("sha256").update(id).digest("hex").slice(0, 32);
  const fileOf = (run: number): string => join(folder, `${key}.${run}.json`);
  const runs = (): number[] =>
    readdirSync(folder)
      .flatMap((name) => /^([0-9a-f]{32})\.(\d+)\.json$/.exec(name) ?? [])
      .flatMap((part, index, parts) => (index % 3 === 1 && part === key ? [Number(parts[index + 1])] : []))
      .sort((a, b) => a - b);
  for (;;) {
    const highest = runs().at(-1) ?? 0;
    const before = readRecord(fileOf(highest));
    if (before !== undefined && isRunning(before)) return { running: before };
    const mine = fileOf(highest + 1);
    try {
      put(mine, record, linkSync);
    } catch (error) {
      if (codeOf(error) === "EEXIST") continue;
      throw error;
    }
    const all = runs();
    if (all.at(-1) !== highest + 1) {
      // Others have come and gone meanwhile, and took away the one that had stopped this.
      rmSync(mine, { force: true });
      continue;
    }
    for (const run of all.slice(0, -1)) rmSync(fileOf(run), { force: true });
    return { before, update: (changed) => put(mine, changed, renameSync) };
  }
}
