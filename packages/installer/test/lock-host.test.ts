import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import {
  carryOut,
  InstallerError,
  localHost,
  lockHost,
  surveyHost,
  type Host,
  type HostFacts,
  type HostStep,
} from "../src/index.ts";
import { runInShell } from "../src/hosts/run-script-locally.ts";
import { lockProgram } from "../src/scripts/programs.ts";

const host = localHost();
let root: string;
let facts: HostFacts;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "lock-host-"));
  const found = await surveyHost(host, { scope: "user" });
  facts = { ...found, folders: { home: root, config: join(root, "c"), data: join(root, "d"), runtime: root } };
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

const lockFile = (): string => join(root, "kuma-agent-install.lock");

/** A holder of the lock that is killed at once, as another process of ours would be. */
async function killHolder(): Promise<void> {
  const args = ["-c", lockProgram, "kuma", lockFile(), join(root, ".kuma-agent-install"), "process 1"];
  const holder = spawn("/bin/sh", args, { stdio: ["pipe", "pipe", "inherit"] });
  await once(holder.stdout, "data");
  holder.kill("SIGKILL");
  await once(holder, "close");
}

describe("lockHost", () => {
  it("lets nobody else in until it is released, and leaves nothing then", async () => {
    const lock = await lockHost(host, facts);
    await expect(lockHost(host, facts)).rejects.toMatchObject({
      code: "INSTALLER_LOCKED",
      message: `Another install or uninstall (process ${process.pid}) is at work on this host.`,
    });
    await lock.release();
    await lock.release();
    expect(await readdir(root)).toEqual([]);
    await (await lockHost(host, facts)).release();
  });

  it("dies with its holder, also when two in a row are killed", async () => {
    await killHolder();
    await killHolder();
    expect(await readdir(root)).toEqual(["kuma-agent-install.lock"]);
    await (await lockHost(host, facts)).release();
    expect(await readdir(root)).toEqual([]);
  });

  it("leaves nothing when its holder is killed and nothing is to be put back", async () => {
    const args = ["-c", lockProgram, "kuma", lockFile(), join(root, ".kuma-agent-install"), "process 1"];
    const script = spawn("/bin/sh", args, { stdio: ["pipe", "pipe", "inherit"] });
    await once(script.stdout, "data");
    expect(await readdir(root)).toEqual(["kuma-agent-install.lock"]);
    script.stdin.end();
    await once(script, "close");
    expect(await readdir(root)).toEqual([]);
  });

  it("is taken from a holder that says nothing any more, although its input stays open", async () => {
    const args = ["-c", lockProgram, "kuma", lockFile(), join(root, ".kuma-agent-install"), "process 1", "2"];
    const holder = spawn("/bin/sh", args, { stdio: ["pipe", "pipe", "inherit"] });
    await once(holder.stdout, "data");
    const talking = setInterval(() => holder.stdin.write("here\n"), 300);
    await sleep(5000);
    await expect(lockHost(host, facts)).rejects.toMatchObject({ code: "INSTALLER_LOCKED" });
    clearInterval(talking);
    await once(holder, "close");
    await (await lockHost(host, facts)).release();
    expect(await readdir(root)).toEqual([]);
  });

  it("takes over the file that an earlier version left, which locked by its content", async () => {
    await writeFile(lockFile(), `${JSON.stringify({ pid: 4_190_000, startedAt: "1", id: "x" })}\n`);
    await (await lockHost(host, facts)).release();
    expect(await readdir(root)).toEqual([]);
  });

  it("waits for the steps of a killed run, which go on without it, although they have just finished", async () => {
    const journal = join(root, ".kuma-agent-install");
    await mkdir(journal);
    await writeFile(join(journal, "done"), "");
    // What the steps do when nobody reads their last word any more.
    const work = 'exec 8<"$1" && flock 8 && echo locked && sleep 1 && rm -r "$1"';
    const orphan = spawn("/bin/sh", ["-c", work, "sh", journal], { stdio: ["ignore", "pipe", "inherit"] });
    await once(orphan.stdout, "data");
    const ended = once(orphan, "close");
    const lock = await lockHost(host, facts);
    expect(lock.wasCutShort).toBe(true);
    expect(await readdir(root)).toEqual(["kuma-agent-install.lock"]);
    await ended;
    await lock.release();
  });

  it("goes to one of many, every time", async () => {
    for (let round = 0; round < 3; round += 1) {
      const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => lockHost(host, facts)));
      const held = attempts.flatMap((attempt) => (attempt.status === "fulfilled" ? [attempt.value] : []));
      expect(held).toHaveLength(1);
      await held[0]?.release();
    }
  });

  it("says why the file cannot be made", async () => {
    const folders = { ...facts.folders, runtime: join(root, "missing") };
    await expect(lockHost(host, { ...facts, folders })).rejects.toMatchObject({
      code: "INSTALLER_FILE_FAILED",
      message: expect.stringContaining("its folder does not exist"),
    });
  });
});

/** A host on which the script that carries steps out is killed before a step, and that cannot be reached after that. */
function dyingHost(step: number, barred = new Error("no route to host")): Host {
  let isDead = false;
  return {
    label: "this host",
    async runScript(script) {
      if (script.args[0] !== "apply") return isDead ? Promise.reject(barred) : host.runScript(script);
      const kill = new AbortController();
      const onLine = (line: string): void => {
        script.onLine?.(line);
        if (line === `step\t${step}`) kill.abort();
      };
      isDead = true;
      const shell = {
        argv: (program: string) => ["/bin/sh", "-c", program, "kuma"] as const,
        end: (child: { kill(signal: NodeJS.Signals): boolean }) => void child.kill("SIGKILL"),
      };
      return await runInShell({ ...script, onLine, signal: kill.signal }, shell);
    },
  };
}

describe("a run that is killed", () => {
  it("says why it ended, and that nothing could be put back where that is barred", async () => {
    const content = { from: "text", text: "new", sha256: "" } as const;
    const step = { kind: "file", part: "token", path: join(root, "file"), mode: "0600", content } as const;
    const steps: readonly HostStep[] = [{ ...step, owner: facts.account }];
    const lock = await lockHost(host, facts);
    const plan = { version: 1, action: "install", scope: "user", steps, warnings: [] } as const;
    const refused = new InstallerError({
      code: "INSTALLER_SUDO_REFUSED",
      layer: "permissions",
      message: "sudo says no",
    });
    const failed = await carryOut(dyingHost(0, refused), plan, { lock }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ leftBehind: ["could not put this host back as it was (sudo says no)"] });
    expect(failed).not.toMatchObject({ code: "INSTALLER_SUDO_REFUSED" });
    await lock.release();
  });

  it.each([0, 3, 7, 11])("at step %i is put back by the next one that takes the lock", async (at) => {
    await writeFile(join(root, "file-3"), "former");
    const owner = facts.account;
    const steps = Array.from({ length: 12 }, (_, index): HostStep => {
      const content = { from: "text", text: `${index}`, sha256: "" } as const;
      const path = join(root, `file-${index}`);
      return { kind: "file", part: "token", path, mode: "0600", owner, content };
    });
    const lock = await lockHost(host, facts);
    const plan = { version: 1, action: "install", scope: "user", steps, warnings: [] } as const;
    await expect(carryOut(dyingHost(at), plan, { lock })).rejects.toThrow("no route to host");
    await lock.release();
    expect(await readdir(root)).toContain(".kuma-agent-install");

    await (await lockHost(host, facts)).release();
    expect((await readdir(root)).toSorted()).toEqual(["file-3"]);
  });
});
