import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { judgeProgramEnd } from "./judge-program-end.ts";
import { figureMs, parseNagiosOutput } from "./parse-nagios-output.ts";

interface Recorded {
  readonly command: string;
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real output of the plugins of Debian 12 (monitoring-plugins-basic 2.3.3). */
const recorded = JSON.parse(
  readFileSync(new URL("../../../test/fixtures/nagios/monitoring-plugins-basic.json", import.meta.url), "utf8"),
) as readonly Recorded[];

function ending(command: string): Recorded {
  const found = recorded.find((each) => each.command.startsWith(command));
  if (found === undefined) throw new Error(`nothing is recorded of ${command}`);
  return found;
}

describe("real plugins", () => {
  test.each<[string, string, string]>([
    ["check_disk -w 10% -c 5% -p /", "up", "DISK OK - free space: / 2036MiB (99% inode=99%);"],
    ["check_load", "down", "LOAD WARNING - total load average: 4.70, 4.11, 2.91 (check_load ended with exit code 1)"],
    [
      "check_procs -m RSS",
      "down",
      "RSS CRITICAL: 7 crit, 0 warn out of 7 processes (check_procs ended with exit code 2)",
    ],
    [
      "check_http",
      "down",
      "connect to address 127.0.0.1 and port 1: Connection refused … HTTP CRITICAL - Unable to open TCP socket (check_http ended with exit code 2)",
    ],
    ["check_dummy 1", "down", "WARNING: hello (check_dummy ended with exit code 1)"],
    ["check_dummy 3", "noData", "UNKNOWN (check_dummy ended with exit code 3)"],
  ])("%s", (command, status, message) => {
    const [name = ""] = command.split(" ");
    const end = { ...ending(command), timedOut: false, durationMs: 5 };
    expect(judgeProgramEnd(end, { name, warning: "down", pingFrom: undefined })).toEqual({
      status,
      message,
      durationMs: 5,
    });
  });

  test("the figures of all of them are read", () => {
    const figures = Object.fromEntries(
      recorded.map(({ command, stdout }) => [
        command.split(" ", 1)[0],
        parseNagiosOutput(stdout).figures.map(({ label, value, unit }) => `${label}=${value}${unit}`),
      ]),
    );
    expect(figures).toEqual({
      check_disk: ["/=11534336B", "/dev/shm=0B"],
      check_load: ["load1=4.7", "load5=4.11", "load15=2.91"],
      check_procs: ["procs=7", "procs_warn=0", "procs_crit=7"],
      check_tcp: [],
      check_users: ["users=0"],
      check_file_age: [],
      check_ping: ["rta=0.361ms", "pl=0%"],
      check_swap: ["swap=0B"],
      check_http: [],
      check_dummy: [],
    });
  });

  test("a time of theirs goes out as ping, and nothing does when there is none", () => {
    const ping = { ...ending("check_ping"), timedOut: false, durationMs: 4000 };
    const judgement = { name: "check_ping", warning: "down", pingFrom: "rta" } as const;
    expect(judgeProgramEnd(ping, judgement).durationMs).toBe(0.361);
    expect(judgeProgramEnd(ping, { ...judgement, pingFrom: "pl" })).not.toHaveProperty("durationMs");
    expect(judgeProgramEnd(ping, { ...judgement, pingFrom: "time" })).not.toHaveProperty("durationMs");
  });

  test("a warning can be UP", () => {
    const end = { ...ending("check_load"), timedOut: false, durationMs: 5 };
    expect(judgeProgramEnd(end, { name: "check_load", warning: "up", pingFrom: undefined })).toMatchObject({
      status: "up",
      message: expect.stringMatching(/^WARNING: LOAD WARNING - total load average/),
    });
  });
});

describe("the format", () => {
  test("figures stand in the first line and after a bar in the further ones", () => {
    const output = [
      "",
      "DISK OK - free space: / 3326 MB (56%); | /=2643MB;5948;5958;0;5968",
      "/ 15272 MB (77%);",
      "/boot 68 MB (69%); | /boot=68MB;88;93;0;98",
      "'/var log'=819MB;;;;",
      "",
    ].join("\r\n");
    expect(parseNagiosOutput(output)).toEqual({
      text: "DISK OK - free space: / 3326 MB (56%);",
      more: ["/ 15272 MB (77%);", "/boot 68 MB (69%);"],
      figures: [
        { label: "/", value: 2643, unit: "MB" },
        { label: "/boot", value: 68, unit: "MB" },
        { label: "/var log", value: 819, unit: "MB" },
      ],
    });
  });

  test.each([
    ["'it''s here'=1s", [{ label: "it's here", value: 1, unit: "s" }]],
    ["'a=b'=1", [{ label: "a=b", value: 1, unit: "" }]],
    ["gone=U;1;2", [{ label: "gone", value: undefined, unit: "" }]],
    ["cold=-3.5;~:0", [{ label: "cold", value: -3.5, unit: "" }]],
    ["time=0,012s", [{ label: "time", value: 0.012, unit: "s" }]],
    ["tiny=1.5e-3s", [{ label: "tiny", value: 0.0015, unit: "s" }]],
    ["n=5c", [{ label: "n", value: 5, unit: "c" }]],
    ["bad=1.2.3 'open=3 junk ok=2", [{ label: "ok", value: 2, unit: "" }]],
    ["=5 x= ;; y", []],
    ["", []],
  ])("| %s", (text, figures) => {
    expect(parseNagiosOutput(`OK |${text}`).figures).toEqual(figures);
  });

  test.each([
    ["s", 1500],
    ["ms", 1.5],
    ["us", 0.0015],
    ["", 1.5],
    ["%", undefined],
    ["constructor", undefined],
  ])("1.5%s as a ping", (unit, ms) => {
    expect(figureMs([{ label: "time", value: 1.5, unit }], "time")).toBe(ms);
  });
});

test("an ordinary program's last line says what went wrong", () => {
  const end = {
    exitCode: 12,
    stdout: "Backup begins\ncopied 3\n",
    stderr: "warning: slow\nrsync: connection refused\n",
  };
  const judgement = { name: "backup.sh", warning: "down", pingFrom: undefined } as const;
  expect(judgeProgramEnd({ ...end, timedOut: false, durationMs: 5 }, judgement).message).toBe(
    "Backup begins … rsync: connection refused (backup.sh ended with exit code 12)",
  );
});
