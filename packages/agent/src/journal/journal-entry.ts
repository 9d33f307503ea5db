/** One entry of the journal, as far as it matters here. */
export interface JournalEntry {
  /** Where it stands in the journal. */
  readonly cursor: string;
  /** When journald took it, wall clock, in ms. */
  readonly at: number;
  /** What was logged; undefined when journald does not show it, because it is longer than 4,096 bytes. */
  readonly message: string | undefined;
  /** What sort of message it is, for those that have an id; as systemd's own. */
  readonly messageId: string;
  /** The run of a unit whose process logged it; empty for the service manager. */
  readonly invocationId: string;
  /** The run of a unit that the service manager speaks of. */
  readonly aboutInvocation: string;
  /** 0 (emergency) to 7 (debug). */
  readonly priority: number;
  /** Whose process logged it: a unit, or what it calls itself. */
  readonly from: string;
  /** Of the process that logged it; 0 when unknown. */
  readonly pid: number;
}

/** The fields to ask `journalctl --output-fields` for. */
export const journalFields = [
  "MESSAGE",
  "MESSAGE_ID",
  "PRIORITY",
  "INVOCATION_ID",
  "USER_INVOCATION_ID",
  "SYSLOG_IDENTIFIER",
  "_PID",
  "_SYSTEMD_INVOCATION_ID",
  "_SYSTEMD_UNIT",
  "_SYSTEMD_USER_UNIT",
] as const;

/** A field is a text, its bytes when it is no UTF-8, or a list of either when it was given several times. */
function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return undefined;
  if (value.every((byte) => typeof byte === "number")) return Buffer.from(value).toString("utf8");
  return textOf(value.at(-1));
}

/**
 * Reads one line of `journalctl --output=json`.
 *
 * @param line - without the line break
 * @returns undefined when it is not an entry
 */
export function parseJournalEntry(line: string): JournalEntry | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return undefined;
  const data = parsed as Readonly<Record<string, unknown>>;
  const text = (name: string): string => textOf(data[name]) ?? "";
  const cursor = text("__CURSOR");
  if (cursor === "") return undefined;
  return {
    cursor,
    at: Number(text("__REALTIME_TIMESTAMP")) / 1000,
    message: textOf(data["MESSAGE"]),
    messageId: text("MESSAGE_ID"),
    invocationId: text("_SYSTEMD_INVOCATION_ID"),
    aboutInvocation: text("INVOCATION_ID") || text("USER_INVOCATION_ID"),
    priority: Number(text("PRIORITY") || 6),
    from: text("_SYSTEMD_USER_UNIT") || text("_SYSTEMD_UNIT") || text("SYSLOG_IDENTIFIER"),
    pid: Number(text("_PID") || 0),
  };
}
