import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CheckResult } from "../check.ts";
import { fileCheck } from "./settings.ts";
import { startFile } from "./start.ts";
import { expandGlob } from "./expand-glob.ts";
import { needsOfPaths } from "../shared/needs-of-paths.ts";
import { contextFor } from "../../../test/support/context-for.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-file-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(name: string, { content = "", ageHours = 0 } = {}): Promise<void> {
  const path = join(folder, name);
  await writeFile(path, content);
  const time = Date.now() / 1000 - ageHours * 3600;
  await utimes(path, time, time);
}

async function look(name: string, settings: Record<string, unknown> = {}): Promise<CheckResult> {
  const common = { type: "file", name: "n", interval: 60, tokenFile: "t" };
  const parsed = fileCheck.settings.parse({ ...common, path: join(folder, name), ...settings });
  const { message, ...result } = await startFile(parsed, contextFor()).look();
  return { ...result, message: message.replaceAll(folder, "…") };
}

async function expanded(pattern: string): Promise<readonly string[]> {
  return (await expandGlob(pattern)).paths.map(String).toSorted();
}

describe("age and size", () => {
  test.each<[Record<string, unknown>, string, string]>([
    [{}, "up", "…/f was last changed 2 h ago, 3 bytes"],
    [{ maxAge: "3h" }, "up", "…/f was last changed 2 h ago, 3 bytes"],
    [{ maxAge: "90min" }, "down", "…/f was last changed 2 h ago, limit 1 h 30 min"],
    [{ minAge: "3h" }, "down", "…/f was changed 2 h ago, at least 3 h wanted"],
    [{ minSize: "1 KiB" }, "down", "…/f has only 3 bytes, at least 1 KiB wanted"],
    [{ maxSize: 2 }, "down", "…/f has 3 bytes, limit 2 bytes"],
    [
      { maxAge: 60, minSize: 4 },
      "down",
      "…/f was last changed 2 h ago, limit 1 min; has only 3 bytes, at least 4 bytes wanted",
    ],
  ])("%j", async (settings, status, message) => {
    await put("f", { content: "abc", ageHours: 2 });
    expect(await look("f", settings)).toEqual({ status, message });
  });

  test("a time in the future gives no age", async () => {
    await put("f", { ageHours: -48 });
    expect(await look("f", { maxAge: "1h" })).toMatchObject({
      status: "down",
      message: expect.stringMatching(/in the future, so its age cannot be judged$/),
    });
  });

  test("a directory has an age, and no size", async () => {
    await mkdir(join(folder, "d"));
    expect(await look("d", { maxAge: 60 })).toMatchObject({ status: "up" });
    expect(await look("d", { minSize: 1 })).toMatchObject({
      status: "down",
      message: "…/d is a directory, not a file",
    });
    expect(await look("d", { contains: "x" })).toMatchObject({
      status: "down",
      message: "…/d is not an ordinary file",
    });
  });
});

describe("a glob", () => {
  beforeEach(async () => {
    await put("db-1.gz", { ageHours: 50 });
    await put("db-2.gz", { ageHours: 2, content: "new" });
    await put("db-3.gz", { ageHours: 26 });
    await put(".db-4.gz");
  });

  test.each<[string, Record<string, unknown>, string, string]>([
    ["db-*.gz", { maxAge: "3h" }, "up", "…/db-2.gz, the newest of 3, was last changed 2 h ago, 3 bytes"],
    ["db-{1,3}.gz", { maxAge: "3h" }, "down", "…/db-3.gz, the newest of 2, was last changed 26 h ago, limit 3 h"],
    ["db-[!1].gz", { minCount: 3 }, "down", "…/db-[!1].gz: 2 there, at least 3 wanted"],
    ["db-?.gz", { maxCount: 2 }, "down", "…/db-?.gz: 3 there, at most 2 wanted"],
    ["*.core", {}, "down", "nothing matches …/*.core"],
    ["*.core", { maxCount: 2 }, "up", "…/*.core: none there"],
    ["*.core", { mustBe: "absent" }, "up", "…/*.core is not there, as it must be"],
    ["db-1*", { mustBe: "absent" }, "down", "is there, but must not be: …/db-1.gz"],
    [String.raw`db-\*.gz`, {}, "down", String.raw`…/db-\*.gz is missing`],
    [".db-*", {}, "up", "…/.db-4.gz was last changed less than 1 s ago, 0 bytes"],
  ])("%s with %j", async (glob, settings, ...[status, message]) => {
    expect(await look(glob, settings)).toEqual({ status, message });
  });

  test("** goes through folders, but not through links", async () => {
    await mkdir(join(folder, "a/b"), { recursive: true });
    await writeFile(join(folder, "a/b/x.log"), "");
    await symlink(folder, join(folder, "a/round"));
    expect(await expanded(`${folder}/**/*.log`)).toEqual([join(folder, "a/b/x.log")]);
    expect(await expanded(`${folder}/a/**`)).toEqual(["a/b", "a/b/x.log", "a/round"].map((name) => join(folder, name)));
  });
});

describe("names that are no text", () => {
  /** Two that look the same as text. */
  const names = ["pok\u00e9mon.log", "pok\u00e8mon.log"].map((name) => Buffer.from(name, "latin1"));
  const inFolder = (...parts: readonly Buffer[]): Buffer =>
    Buffer.concat([Buffer.from(folder), ...parts.flatMap((part) => [Buffer.from("/"), part])]);

  beforeEach(async () => {
    const below = Buffer.from("d\u00fcsseldorf", "latin1");
    await mkdir(inFolder(below));
    for (const name of names) {
      const twoHoursAgo = Date.now() / 1000 - 2 * 3600;
      await writeFile(inFolder(name), "abc");
      await utimes(inFolder(name), twoHoursAgo, twoHoursAgo);
      await writeFile(inFolder(below, name), "");
    }
  });

  test.each<[string, Record<string, unknown>, string, string]>([
    [
      "*.log",
      { minCount: 2, maxCount: 2 },
      "up",
      "…/pok\uFFFDmon.log, the newest of 2, was last changed 2 h ago, 3 bytes",
    ],
    ["pok?mon.log", { minCount: 2 }, "up", "…/pok\uFFFDmon.log, the newest of 2, was last changed 2 h ago, 3 bytes"],
    ["d*/*.log", { minCount: 3 }, "down", "…/d*/*.log: 2 there, at least 3 wanted"],
    ["**/*.log", { minCount: 5 }, "down", "…/**/*.log: 4 there, at least 5 wanted"],
    ["*.log", { mustBe: "absent" }, "down", "is there, but must not be: …/pok\uFFFDmon.log, …/pok\uFFFDmon.log"],
    ["*.log", { contains: "xyz" }, "down", "…/pok\uFFFDmon.log does not say what it must"],
  ])("%s with %j", async (glob, settings, ...[status, message]) => {
    expect(await look(glob, settings)).toEqual({ status, message });
  });

  test("a link to nothing", async () => {
    await symlink("gone", inFolder(Buffer.from("l\u00efnk", "latin1")));
    expect(await look("l?nk")).toEqual({ status: "down", message: "…/l\uFFFDnk: a link to something that is missing" });
  });
});

describe("what is missing", () => {
  test("is DOWN, and so is a link to it", async () => {
    expect(await look("f")).toEqual({ status: "down", message: "…/f is missing" });
    expect(await look("f/deeper")).toEqual({ status: "down", message: "…/f/deeper is missing" });
    await symlink("gone", join(folder, "link"));
    expect(await look("link")).toEqual({ status: "down", message: "…/link: a link to something that is missing" });
    expect(await look("link", { mustBe: "absent" })).toMatchObject({ status: "down" });
    await symlink("round", join(folder, "round"));
    expect(await look("round")).toMatchObject({ status: "down" });
  });

  test("a FIFO does not hang it", async () => {
    await promisify(execFile)("mkfifo", [join(folder, "pipe")]);
    expect(await look("pipe")).toMatchObject({ status: "up" });
    expect(await look("pipe", { contains: "x" })).toEqual({
      status: "down",
      message: "…/pipe is not an ordinary file",
    });
  });
});

describe("content", () => {
  test.each<[Record<string, unknown>, string, RegExp]>([
    [{ contains: "/^done in \\d+ s$/" }, "up", /was last changed/],
    [{ contains: "/^failed/" }, "down", /^…\/f does not say what it must$/],
    [{ notContains: "/error|DONE/i" }, "down", /^…\/f says what it must not: "done in 7 s"$/],
    [{ notContains: "^done" }, "up", /was last changed/],
    [{ contains: "/^begin$/" }, "down", /does not say what it must$/],
    [{ contains: "/^begin$/", part: "first", partSize: 5 }, "up", /was last changed/],
    [{ contains: "done", partSize: "1k" }, "up", /was last changed/],
    [{ contains: "/^((.)+)+!$/" }, "noData", /: the pattern .* takes too long: make it simpler$/],
  ])("%j", async (settings, status, message) => {
    await put("f", { content: `begin\n${"filler\n".repeat(20_000)}${"a".repeat(60)}\r\ndone in 7 s\n` });
    const result = await look("f", settings);
    expect(result.status).toBe(status);
    expect(result.message).toMatch(message);
  });

  test.each(["/(/", "/[z-a]/", "/\\p{Nonsense}/u"])("the pattern %s is refused", async (contains) => {
    await expect(look("f", { contains })).rejects.toThrow(/is not a regular expression/);
  });
});

describe("what the sandbox must show", () => {
  test.each([
    ["/var/backups/*.gz", []],
    ["/home/app/x", ["homes"]],
    ["/homestead", []],
    ["/root/**", ["homes"]],
    ["/tmp/x", ["sharedTmp"]],
    ["/var/tmp", ["sharedTmp"]],
    ["/run/user/1000/x", ["homes"]],
    ["/h*/x", ["homes"]],
    ["/**/x", ["homes", "sharedTmp"]],
    ["/var/t*/x", ["sharedTmp"]],
  ])("%s", (path, needs) => {
    expect(needsOfPaths([path])).toEqual(needs);
  });
});

test("a relative path is refused, and a / in braces", () => {
  const refused = (path: string) => fileCheck.settings.shape.path.safeParse(path).error?.issues[0]?.message;
  expect(refused("backups/*")).toBe("must be an absolute path");
  expect(refused("/a{b/c,d}")).toBe("must not have a / inside of braces");
});
