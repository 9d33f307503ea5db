import { PassThrough } from "node:stream";

import type { Host } from "../hosts/host.ts";
import { InstallerError } from "../installer-error.ts";
import { pathsOf } from "../install-paths.ts";
import { logProgram } from "../scripts/programs.ts";
import type { HostFacts } from "./host-facts.ts";

/** A line of the agent's log. */
export interface LogLine {
  /** When it was logged. */
  readonly time: Date;
  /** The text, in which the agent has masked secrets; not made printable. */
  readonly message: string;
  /** Of syslog: 3 is an error, 4 a warning, 6 the rest. */
  readonly priority: number;
}

/** The part of the log that is wanted. */
export interface LogWish {
  /** At most so many of the lines that are there. */
  readonly lines: number;
  /**
   * None that was logged before.
   * @defaultValue all
   */
  readonly since?: Date | undefined;
  /**
   * Whether it goes on with new lines, until `signal` aborts.
   * @defaultValue false
   */
  readonly follow?: boolean;
  /** Ends it. */
  readonly signal?: AbortSignal;
  /** Is given each line, the oldest first. */
  readonly onLine: (line: LogLine) => void;
}

/**
 * Reads the agent's log from the journal of its host.
 *
 * @param facts - whose agent it is; of any survey of the host
 * @throws {@link InstallerError} `INSTALLER_NOT_PERMITTED` when the account may not read the journal of the host
 */
export async function readAgentLog(host: Host, facts: HostFacts, wish: LogWish): Promise<void> {
  const { lines, since, follow = false, signal, onLine } = wish;
  const input = new PassThrough();
  const end = (): void => void input.end();
  // Its end reaches a host over any carrier, and lets the script end all that it has started.
  if (!follow || signal?.aborted === true) end();
  else signal?.addEventListener("abort", end, { once: true });
  let isReadable = true;
  try {
    await host.runScript({
      program: logProgram,
      args: [
        facts.scope,
        follow ? "follow" : "show",
        String(lines),
        since === undefined ? "" : String(since.getTime() / 1000),
        pathsOf(facts).state,
      ],
      input,
      onLine(text) {
        if (text === "unreadable") isReadable = false;
        const line = facts.has.systemd ? parseLine(text) : parseKept(text);
        if (line !== undefined) onLine(line);
      },
    });
  } finally {
    signal?.removeEventListener("abort", end);
  }
  if (!isReadable) throw unreadable(facts);
}

function unreadable({ has, account, label }: HostFacts): InstallerError {
  const others = `, or let the account read it: sudo usermod --append --groups systemd-journal ${account.user}`;
  return new InstallerError({
    code: "INSTALLER_NOT_PERMITTED",
    layer: "permissions",
    message: `${account.user} may not read ${has.systemd ? "the journal" : "the agent's log"} of ${label}.`,
    hint: `use sudo${has.systemd ? others : ""}`,
  });
}

/** A line of the log that rounds of cron keep: seconds since 1970, priority, text. */
function parseKept(text: string): LogLine | undefined {
  const [, seconds, priority, message = ""] = /^(\d+) ([0-7]) (.*)$/s.exec(text) ?? [];
  if (seconds === undefined) return undefined;
  return { time: new Date(Number(seconds) * 1000), message, priority: Number(priority) };
}

/** The fields that are asked for, see systemd.journal-fields(7). */
interface JournalLine {
  readonly MESSAGE?: string | readonly number[] | null;
  readonly PRIORITY?: string;
  readonly __REALTIME_TIMESTAMP?: string;
}

/** A line as journalctl prints it in JSON; a text that is not UTF-8 comes as a list of bytes. */
function parseLine(text: string): LogLine | undefined {
  try {
    const { MESSAGE = "", PRIORITY, __REALTIME_TIMESTAMP: microseconds } = JSON.parse(text) as JournalLine;
    const message = typeof MESSAGE === "string" ? MESSAGE : Buffer.from(MESSAGE ?? []).toString("utf8");
    const time = new Date(Number(microseconds) / 1000);
    return Number.isNaN(time.getTime()) ? undefined : { time, message, priority: Number(PRIORITY ?? 6) };
  } catch {
    return undefined;
  }
}
