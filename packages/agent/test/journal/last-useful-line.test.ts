import { describe, expect, test } from "vitest";
import { parseJournalEntry, type JournalEntry } from "../../src/journal/journal-entry.ts";
import { lastEndedRun, lastUsefulLine, sawEndOf } from "../../src/journal/last-useful-line.ts";

const processExit = "98e322203f7a4ed290d09fe03c09fe15";

/** An entry as journalctl prints it, of a process of run `r1` unless said otherwise. */
function entry(message: unknown, fields: Record<string, unknown> = { _SYSTEMD_INVOCATION_ID: "r1" }): JournalEntry {
  const line = JSON.stringify({ __CURSOR: "c", __REALTIME_TIMESTAMP: "1", PRIORITY: "6", MESSAGE: message, ...fields });
  const parsed = parseJournalEntry(line);
  if (parsed === undefined) throw new Error("it is not an entry");
  return parsed;
}

describe("an entry", () => {
  test.each<[string, unknown, string | undefined]>([
    ["a text", "plain", "plain"],
    ["bytes that are no UTF-8", [0x61, 0xff, 0x62], "a\uFFFDb"],
    ["nothing, because it is too long", null, undefined],
    ["a field that was given twice", ["one", "two"], "two"],
    ["bytes that were given twice", [[0x61], [0x62]], "b"],
    ["a number", 5, undefined],
    ["an object", { a: 1 }, undefined],
  ])("with %s", (_, message, expected) => {
    expect(entry(message).message).toBe(expected);
  });

  test.each(["", "{", "[]", "null", "1", '"x"', '{"MESSAGE":"no cursor"}', "-- No entries --"])("is not %j", (line) => {
    expect(parseJournalEntry(line)).toBeUndefined();
  });
});

describe("the line that says most", () => {
  test.each<[string, string, readonly string[]]>([
    ["the last one", "b is wrong", ["a", "b is wrong"]],
    ["not a brace or an empty one", "boom", ["boom", "}", "", "  ", "----"]],
    [
      "Node's error, not its stack or version",
      "Error: cannot listen",
      ["throw new Error()", "Error: cannot listen", "    at Server.x (a.js:1:2)", "    at b", "", "Node.js v20.20.2"],
    ],
    [
      "Java's cause",
      "Caused by: java.io.IOException: gone",
      ["Caused by: java.io.IOException: gone", "\tat a.b(C.java:1)", "\t... 5 more"],
    ],
    [
      "Python's exception",
      "KeyError: 'x'",
      ["Traceback (most recent call last):", '  File "a.py", line 1', "KeyError: 'x'"],
    ],
    [
      "Go's panic",
      "panic: nil map",
      ["started", "panic: nil map", "", "goroutine 1 [running]:", "main.main()", "\t/a/x.go:4 +0x1", "exit status 2"],
    ],
    [
      "not the body of a key",
      "loaded key",
      ["loaded key", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7", "-----END PRIVATE KEY-----"],
    ],
  ])("is %s", (_, expected, lines) => {
    expect(
      lastUsefulLine(
        lines.map((line) => entry(line)),
        "r1",
      ),
    ).toBe(expected);
    // One entry may have several lines.
    expect(lastUsefulLine([entry(lines.join("\n"))], "r1")).toBe(expected);
  });

  const said = (message: string, more: Record<string, unknown> = {}): JournalEntry =>
    entry(message, { INVOCATION_ID: "r1", PRIORITY: "4", ...more });

  test("is never of another run", () => {
    const lines = [entry("old", { _SYSTEMD_INVOCATION_ID: "r0" }), said("about the old", { INVOCATION_ID: "r0" })];
    expect(lastUsefulLine(lines, "r1")).toBeUndefined();
  });

  test("is systemd's only when the processes said nothing, and never its usual words", () => {
    const usual = said("Main process exited", { MESSAGE_ID: processExit, PRIORITY: "5" });
    const warning = said("a.service: State 'stop-sigterm' timed out. Killing.");
    expect(lastUsefulLine([usual], "r1")).toBeUndefined();
    expect(lastUsefulLine([warning, usual, said("Started", { PRIORITY: "6" })], "r1")).toContain("timed out");
    expect(lastUsefulLine([entry("mine"), warning], "r1")).toBe("mine");
  });

  test("is complete once systemd has logged the end of the run", () => {
    const end = said("Main process exited", { MESSAGE_ID: processExit });
    expect(sawEndOf([entry("a")], "r1")).toBe(false);
    expect(sawEndOf([entry("a"), end], "r1")).toBe(true);
    expect(sawEndOf([entry("a"), end], "r2")).toBe(false);
    expect(lastEndedRun([said("x", { MESSAGE_ID: processExit, INVOCATION_ID: "r0" }), end])).toBe("r1");
    expect(
      lastEndedRun([said("x", { MESSAGE_ID: processExit, INVOCATION_ID: undefined, USER_INVOCATION_ID: "u" })]),
    ).toBe("u");
    expect(lastEndedRun([])).toBe("");
  });
});
