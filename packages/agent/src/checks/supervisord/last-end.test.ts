import { expect, test } from "vitest";
import { lastEnd } from "./last-end.ts";

/** Lines that a real supervisord 4.2.5 wrote. */
const log = [
  "2026-11-22 15:03:41,949 INFO spawned: 'web' with pid 20719",
  "2026-11-22 15:03:43,143 INFO success: web entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)",
  "2026-11-22 15:03:43,153 INFO exited: once (exit status 0; expected)",
  "2026-11-22 15:12:46,794 WARN exited: web (terminated by SIGKILL; not expected)",
  "2026-11-22 15:12:46,864 INFO spawned: 'web' with pid 11195",
  "2026-11-22 15:12:47,871 INFO success: web entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)",
  "2026-11-22 15:13:00,001 INFO waiting for web to stop",
  "2026-11-22 15:13:00,010 WARN stopped: web (terminated by SIGTERM)",
  "2026-11-22 15:13:00,015 INFO spawned: 'web' with pid 11200",
  "",
].join("\n");

test("the end before a run is found by the run's process id", () => {
  expect(lastEnd(log, "web", { beforePid: 11195 })).toEqual({ kind: "failed", how: "terminated by SIGKILL" });
  expect(lastEnd(log, "web", { beforePid: 11200 })).toEqual({ kind: "stopped", how: "terminated by SIGTERM" });
  expect(lastEnd(log, "web", "before-last-start")).toEqual({ kind: "stopped", how: "terminated by SIGTERM" });
  expect(lastEnd(log, "web", "last")).toEqual({ kind: "stopped", how: "terminated by SIGTERM" });
  expect(lastEnd(log, "once", "last")).toEqual({ kind: "finished", how: "exit status 0" });
});

test("what the log does not say is not guessed", () => {
  expect(lastEnd(log, "web", { beforePid: 20719 })).toBeUndefined();
  expect(lastEnd(log, "web", { beforePid: 4711 })).toBeUndefined();
  expect(lastEnd(log, "we", "before-last-start")).toBeUndefined();
  expect(lastEnd("", "web", "last")).toBeUndefined();
  const twoStarts = log.split("\n").filter((line) => !line.includes("exited: web"));
  expect(lastEnd(twoStarts.join("\n"), "web", { beforePid: 11195 })).toBeUndefined();
});

test("names with odd characters are taken as they are", () => {
  const odd = "a.b* ('x') $1";
  const text = `2026-11-22 15:03:43,153 WARN exited: ${odd} (exit status 2; not expected)`;
  expect(lastEnd(text, odd, "last")).toEqual({ kind: "failed", how: "exit status 2" });
  expect(lastEnd(text, "aXb* ('x') $1", "last")).toBeUndefined();
});
