import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { localHost, lockHost, surveyAndLock, surveyHost, type Host, type HostScript } from "../src/index.ts";
import { installPaths } from "../src/install-paths.ts";

const question = { scope: "system" } as const;
const { lock: usualFile, journal: usualJournal } = installPaths("system");
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "survey-and-lock-"));
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

const file = (): string => join(root, "lock");
const journal = (): string => join(root, "journal");

/** This machine, where the lock and its journal lie in a folder of the test. */
function hostWith(change: (args: readonly string[]) => readonly string[] = (args) => args): Host & { ran: number } {
  const places = new Map([
    [usualFile, file()],
    [usualJournal, journal()],
  ]);
  return {
    ...localHost(),
    ran: 0,
    async runScript(script: HostScript) {
      this.ran += 1;
      return await localHost().runScript({ ...script, args: change(script.args.map((arg) => places.get(arg) ?? arg)) });
    },
  };
}

const options = { signal: new AbortController().signal };

describe("surveyAndLock", () => {
  it("looks and locks with one script, and leaves nothing", async () => {
    const host = hostWith();
    const held = await surveyAndLock(host, question, options);
    expect(host.ran).toBe(1);
    const { hostname, system, programs } = await surveyHost(localHost(), question);
    expect(held.lock?.wasCutShort).toBe(false);
    expect(held.facts).toMatchObject({ hostname, system, programs, scope: "system" });
    await expect(lockHost(host, held.facts)).rejects.toMatchObject({ code: "INSTALLER_LOCKED" });
    await held.lock?.release();
    await held[Symbol.asyncDispose]();
    expect(await readdir(root)).toEqual([]);
  });

  it("looks all the same while another holds the lock, and leaves that lock to it", async () => {
    const host = hostWith();
    await using first = await surveyAndLock(host, question, options);
    const second = await surveyAndLock(host, question, options);
    expect(second).toMatchObject({ facts: { hostname: first.facts.hostname }, lock: undefined });
    await second[Symbol.asyncDispose]();
    await expect(lockHost(host, first.facts)).rejects.toMatchObject({ code: "INSTALLER_LOCKED" });
  });

  it("leaves what a killed run has left to lockHost", async () => {
    await mkdir(journal());
    const held = await surveyAndLock(hostWith(), question, options);
    expect(held.lock).toBeUndefined();
    expect(await readdir(root)).toEqual(["journal"]);
  });

  it("remembers a killed run that put its work back by itself while the lock was waited for", async () => {
    await mkdir(journal());
    const work = 'exec 8<"$1" && flock 8 && echo locked && sleep 1 && rm -r "$1"';
    const orphan = spawn("/bin/sh", ["-c", work, "sh", journal()], { stdio: ["ignore", "pipe", "inherit"] });
    await once(orphan.stdout, "data");
    const ended = once(orphan, "close");
    await using held = await surveyAndLock(hostWith(), question, options);
    expect(held).toMatchObject({ facts: { journal: "none" }, lock: { wasCutShort: true } });
    await ended;
  });

  it("looks where the lock's file cannot be made", async () => {
    const host = hostWith(([lock, ...rest]) => [
      lock === file() ? join(root, "missing", "lock") : (lock ?? ""),
      ...rest,
    ]);
    expect(await surveyAndLock(host, question, options)).toMatchObject({ facts: { scope: "system" }, lock: undefined });
  });

  it("looks again by itself when the answer was cut off", async () => {
    const host = hostWith((args) =>
      args.map((arg) => (args.length > 4 && arg.includes("fact end") ? "echo half" : arg)),
    );
    const held = await surveyAndLock(host, question, options);
    expect(held).toMatchObject({ facts: { scope: "system" }, lock: undefined });
    expect(await readdir(root)).toEqual([]);
  });

  it("gives the lock back when it is stopped in the middle of a look that hangs", async () => {
    const host = hostWith((args) => args.map((arg) => (arg.includes("fact end") ? "sleep 20" : arg)));
    const stopping = new AbortController();
    const looking = surveyAndLock(host, question, { signal: stopping.signal });
    while ((await readFile(file(), "utf8").catch(() => "")) === "") await sleep(20);
    stopping.abort();
    await expect(looking).rejects.toThrow("aborted");
    expect(await readdir(root)).toEqual([]);
  });
});
