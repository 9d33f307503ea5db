import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import {
  carryOut,
  localHost,
  lockInstall,
  pendingSteps,
  type InstallPlan,
  type InstallStep,
  type Owner,
} from "../src/index.ts";

const host = localHost();
let root: string;
let owner: Owner;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "carry-out-"));
  const { user } = await host.identity();
  owner = { user: user.name, group: user.group };
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

function plan(...steps: readonly InstallStep[]): InstallPlan {
  return { version: 1, action: "install", scope: "user", lock: join(root, "lock"), steps };
}

function folder(name: string): InstallStep {
  return {
    kind: "folder",
    path: join(root, name),
    mode: "0700",
    owner,
    isOurs: true,
    wayBack: "remove the folder when this made it, else give it its former mode and owner",
  };
}

function file(name: string, text: string): InstallStep {
  return {
    kind: "file",
    part: "token",
    path: join(root, name),
    mode: "0600",
    owner,
    content: { from: "secret", text },
    wayBack: "put back the former file, or remove it when there was none",
  };
}

/** Everything below the root: mode, name, content. */
async function tree(): Promise<readonly string[]> {
  const names = (await readdir(root, { recursive: true })).toSorted();
  return await Promise.all(
    names.map(async (name) => {
      const stats = await lstat(join(root, name));
      const content = stats.isFile() ? await readFile(join(root, name), "utf8") : "";
      return `${(stats.mode & 0o777).toString(8)} ${name} ${content}`.trim();
    }),
  );
}

describe("carryOut", () => {
  it("makes what is missing, and nothing the second time", async () => {
    const wanted = plan(folder("a"), file("a/token", "x"));
    expect((await carryOut(wanted, host)).changed).toBe(true);
    expect(await tree()).toEqual(["700 a", "600 a/token x"]);
    expect(await pendingSteps(wanted, host)).toEqual([]);
    expect((await carryOut(wanted, host)).changed).toBe(false);
  });

  it("mends mode and content that somebody has changed", async () => {
    const wanted = plan(folder("a"), file("a/token", "x"));
    await carryOut(wanted, host);
    await chmod(join(root, "a/token"), 0o644);
    await writeFile(join(root, "a/token"), "y");
    expect((await pendingSteps(wanted, host)).map(({ kind }) => kind)).toEqual(["file"]);
    await carryOut(wanted, host);
    expect(await tree()).toEqual(["700 a", "600 a/token x"]);
  });

  it("undoes to just what was there before", async () => {
    await mkdir(join(root, "a"), { mode: 0o755 });
    await writeFile(join(root, "a/token"), "former", { mode: 0o640 });
    await writeFile(join(root, "a/foreign"), "f", { mode: 0o600 });
    const before = await tree();
    const { undo } = await carryOut(plan(folder("a"), folder("a/b"), file("a/token", "x"), file("a/b/new", "y")), host);
    expect(await tree()).toEqual(["700 a", "700 a/b", "600 a/b/new y", "600 a/foreign f", "600 a/token x"]);
    await undo();
    expect(await tree()).toEqual(before);
    await undo();
    expect(await tree()).toEqual(before);
  });

  it("leaves nothing behind when a step fails", async () => {
    const wanted = plan(folder("a"), file("a/token", "x"), file("missing/token", "y"));
    await expect(carryOut(wanted, host)).rejects.toMatchObject({
      code: "INSTALLER_FILE_FAILED",
      layer: "files",
      message: `Could not write ${join(root, "missing/token")}: its folder does not exist.`,
    });
    expect(await tree()).toEqual([]);
  });

  it.each([1, 2, 3])("leaves nothing behind when it is aborted at step %i", async (count) => {
    const abort = new AbortController();
    let seen = 0;
    const onStep = (): void => {
      seen += 1;
      if (seen === count) abort.abort();
    };
    const wanted = plan(folder("a"), file("a/one", "x"), file("a/two", "y"));
    await expect(carryOut(wanted, host, { onStep, signal: abort.signal })).rejects.toMatchObject({
      code: "INSTALLER_ABORTED",
    });
    expect(await tree()).toEqual([]);
  });

  it("follows no link", async () => {
    const outside = join(root, "outside");
    await writeFile(outside, "theirs", { mode: 0o644 });
    await symlink(outside, join(root, "token"));
    await expect(carryOut(plan(file("token", "x")), host)).rejects.toMatchObject({ code: "INSTALLER_FILE_FAILED" });
    expect(await readFile(outside, "utf8")).toBe("theirs");
  });

  it("names what could not be put back", async () => {
    const { undo } = await carryOut(plan(folder("a"), file("a/token", "x")), host);
    await rm(join(root, "a/token"));
    await mkdir(join(root, "a/token"));
    await expect(undo()).rejects.toMatchObject({
      code: "INSTALLER_UNDO_INCOMPLETE",
      message: expect.stringContaining("a/token"),
    });
  });

  it("writes names as they are", async () => {
    const name = `$(touch x) 'q' "d" %n \\x20 🐻 ${"l".repeat(180)}`;
    await carryOut(plan(file(name, "x")), host);
    expect(await readdir(root)).toEqual([name]);
  });
});

describe("lockInstall", () => {
  it("lets nobody else in until it is released", async () => {
    const lock = await lockInstall(host, join(root, "lock"));
    await expect(carryOut(plan(folder("a")), host)).rejects.toMatchObject({
      code: "INSTALLER_LOCKED",
      message: `Another install or uninstall (process ${process.pid}) is at work on this host.`,
    });
    await lock.release();
    await carryOut(plan(folder("a")), host);
    expect(await tree()).toEqual(["700 a"]);
  });

  it.each([
    ["a dead process", JSON.stringify({ pid: 4_190_000, startedAt: "1", id: "x" })],
    ["an earlier process of the same id", JSON.stringify({ pid: process.pid, startedAt: "1", id: "x" })],
    ["nobody", "garbage"],
  ])("takes over the lock of %s", async (_who, content) => {
    await writeFile(join(root, "lock"), content);
    const lock = await lockInstall(host, join(root, "lock"));
    await lock.release();
    expect(await tree()).toEqual([]);
  });

  it("gives a dead lock to one of many, every time", async () => {
    for (let round = 0; round < 10; round += 1) {
      const lock = join(root, `lock-${round}`);
      await writeFile(lock, JSON.stringify({ pid: 4_190_000, startedAt: "1", id: "x" }));
      const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => lockInstall(host, lock)));
      expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    }
  });
});
