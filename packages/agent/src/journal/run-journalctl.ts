import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { Places } from "../places.ts";
import { journalFields, parseJournalEntry, type JournalEntry } from "./journal-entry.ts";

/** A line of output longer than this is passed over, in bytes: no entry is so long with only the fields that are asked for. */
const longestLine = 256 * 1024;

/** So many run at a time: when a hundred units die together, the service has room for 32 tasks. */
export const journalctlPlaces = new Places(4);

/** More complaints than this are not kept, in characters. */
const longestComplaint = 4_096;

/** A question to the journal. */
export interface JournalQuery {
  /** Beside those that set the form of the output. */
  readonly args: readonly string[];
  /** After so long it is ended, in ms. */
  readonly timeoutMs: number;
  /** After so much output it is ended, in bytes. */
  readonly mostBytes: number;
  readonly signal: AbortSignal;
  /** Gets every entry, in order. */
  readonly onEntry: (entry: JournalEntry) => void;
}

/** How reading the journal ended. */
export type JournalEnd =
  /** `isWhole` is false when a limit ended it: there may be more. */
  | { readonly ok: true; readonly isWhole: boolean }
  /** `lasting` troubles are not mended by trying again. */
  | { readonly ok: false; readonly isLasting: boolean; readonly reason: string };

/** Hands over whole lines of a stream of bytes. */
function splitLines(onLine: (line: string) => void): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let length = 0;
  const add = (part: Buffer): void => {
    length += part.length;
    if (length <= longestLine) parts.push(part);
    else parts = [];
  };
  return (chunk) => {
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      add(chunk.subarray(from, end));
      if (parts.length > 0) onLine(Buffer.concat(parts).toString("utf8"));
      parts = [];
      length = 0;
      from = end + 1;
    }
    add(chunk.subarray(from));
  };
}

const maySeeOnlyItsOwn = /insufficient permissions|not seeing messages from other users/i;

function endOf(code: number | null, complaint: string, sawEntries: boolean): JournalEnd {
  if (!sawEntries && maySeeOnlyItsOwn.test(complaint)) {
    const reason = "the journal may not be read: the agent's user is not in the group systemd-journal";
    return { ok: false, isLasting: true, reason };
  }
  // It also ends with 1 when no entry matches and it could not say so.
  if (code === 0 || complaint === "") return { ok: true, isWhole: true };
  if (/no journal files were (found|opened)/i.test(complaint)) {
    return { ok: false, isLasting: false, reason: "there is no journal that can be read" };
  }
  return { ok: false, isLasting: false, reason: `journalctl: ${complaint.split("\n")[0]?.trim() ?? ""}` };
}

/**
 * Reads the journal by `journalctl`, once there is a place for it. Never throws.
 *
 * @param query - what to read, its limits, and who gets the entries
 */
export async function runJournalctl(query: JournalQuery): Promise<JournalEnd> {
  return await journalctlPlaces.run(() => runJournalctlNow(query));
}

/** As {@link runJournalctl}, for one who has a place. */
export function runJournalctlNow({ args, timeoutMs, mostBytes, signal, onEntry }: JournalQuery): Promise<JournalEnd> {
  const fixed = ["--output=json", "--no-pager", `--output-fields=${journalFields.join(",")}`];
  return new Promise((resolve) => {
    const child = spawn("journalctl", [...fixed, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      // What it complains of is read; times and texts of a locale are of no use.
      env: { ...process.env, LC_ALL: "C", SYSTEMD_COLORS: "0" },
    });
    // Without a descriptor left there are no streams, only the error: its listener comes first.
    const { stdout, stderr } = child as { readonly stdout?: Readable; readonly stderr?: Readable };
    let complaint = "";
    let bytes = 0;
    let sawEntries = false;
    let isCut = false;

    const cut = (): void => {
      isCut = true;
      child.kill("SIGKILL");
      stdout?.destroy();
    };
    const takeLines = splitLines((line) => {
      const entry = parseJournalEntry(line);
      if (entry === undefined || isCut) return;
      sawEntries = true;
      onEntry(entry);
    });
    const timer = setTimeout(cut, timeoutMs);
    const finish = (end: JournalEnd): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", cut);
      resolve(end);
    };
    child.once("error", (error: NodeJS.ErrnoException) => {
      const reason = error.code === "ENOENT" ? "there is no journalctl on this host" : `journalctl: ${error.message}`;
      finish({ ok: false, isLasting: true, reason });
    });
    signal.addEventListener("abort", cut);
    if (signal.aborted) cut();
    stdout?.on("error", () => undefined);
    stderr?.on("error", () => undefined);
    stdout?.on("data", (chunk: Buffer) => {
      takeLines(chunk);
      bytes += chunk.length;
      if (bytes > mostBytes) cut();
    });
    stderr?.on("data", (chunk: Buffer) => {
      if (complaint.length < longestComplaint) complaint += chunk.toString("utf8").slice(0, longestComplaint);
    });
    child.once("close", (code) => finish(isCut ? { ok: true, isWhole: false } : endOf(code, complaint, sawEntries)));
  });
}
