import { describeAsRoot } from "@kumakit/testkit/vitest";
import { chmod, lchown, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

import {
  carryOut,
  lockHost,
  surveyHost,
  type CarryOutOptions,
  type HostFacts,
  type HostLock,
  type HostPlan,
  type HostStep,
} from "../src/index.ts";
import { describeInShells } from "./support/shell-hosts.ts";

let root: string;
let facts: HostFacts;
let lock: HostLock | undefined;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "carry-out-"));
});

afterEach(async () => {
  await lock?.release();
  lock = undefined;
  await rm(root, { recursive: true });
});

/** Everything below the root, apart from the lock and the journal: mode, name, content. */
async function tree(): Promise<readonly string[]> {
  const names = (await readdir(root, { recursive: true }))
    .toSorted()
    .filter((name) => !/^(?:\.)?kuma-agent-install/.test(name));
  return await Promise.all(
    names.map(async (name) => {
      const stats = await lstat(join(root, name));
      const content = stats.isFile() ? await readFile(join(root, name), "utf8") : "";
      return `${(stats.mode & 0o777).toString(8)} ${name} ${content}`.trim();
    }),
  );
}

function folder(name: string): HostStep {
  return { kind: "folder", path: join(root, name), mode: "0700", owner: facts.account, isOurs: true };
}

function file(name: string, text: string): HostStep {
  const content = { from: "secret", ref: text } as const;
  return { kind: "file", part: "token", path: join(root, name), mode: "0600", owner: facts.account, content };
}

function plan(...steps: readonly HostStep[]): HostPlan {
  return { version: 1, action: "install", scope: "user", steps, warnings: [] };
}

/** Every secret stands for itself. */
const secrets: ReadonlyMap<string, string> = new Map(["x", "y", "", "new"].map((text) => [text, text]));

describeInShells("carryOut through", (host) => {
  beforeEach(async () => {
    const found = await surveyHost(host, { scope: "user" });
    facts = { ...found, folders: { home: root, config: join(root, "c"), data: join(root, "d"), runtime: root } };
    lock = await lockHost(host, facts);
  });

  async function run(wanted: HostPlan, options: Partial<CarryOutOptions> = {}) {
    if (lock === undefined) throw new Error("there is no lock");
    return await carryOut(host, wanted, { lock, secrets, ...options });
  }

  it("makes what is missing, and does no harm the second time", async () => {
    const wanted = plan(folder("a"), file("a/token", "x"));
    expect((await run(wanted)).changed).toBe(true);
    expect(await tree()).toEqual(["700 a", "600 a/token x"]);
    await run(wanted);
    expect(await tree()).toEqual(["700 a", "600 a/token x"]);
    expect((await run(plan())).changed).toBe(false);
  });

  it("writes each content as it is, the single words among them", async () => {
    const contents = ["Tok_en-1\n", "-n\n", "no-end", "two\nwords\n", "twice\n\n", "\n", "a b\n", "$x\\n`id`\n"];
    await run(plan(...contents.map((text, index) => file(`f${index}`, text))), {
      secrets: new Map(contents.map((text) => [text, text])),
    });
    const written = contents.map((_, index) => readFile(join(root, `f${index}`), "utf8"));
    expect(await Promise.all(written)).toEqual(contents);
  });

  it("mends mode and content that somebody has changed", async () => {
    await run(plan(folder("a"), file("a/token", "x")));
    await chmod(join(root, "a/token"), 0o644);
    await writeFile(join(root, "a/token"), "y");
    await run(plan(file("a/token", "x")));
    expect(await tree()).toEqual(["700 a", "600 a/token x"]);
  });

  it("undoes to just what was there before", async () => {
    await mkdir(join(root, "a"), { mode: 0o755 });
    await writeFile(join(root, "a/token"), "former", { mode: 0o640 });
    await writeFile(join(root, "a/foreign"), "f", { mode: 0o600 });
    await writeFile(join(root, "a/gone"), "\0g\n\n", { mode: 0o604 });
    const before = await tree();
    const { undo } = await run(
      plan(
        folder("a"),
        folder("a/b"),
        file("a/token", "x"),
        file("a/b/new", "y"),
        { kind: "remove-file", path: join(root, "a/gone") },
        { kind: "remove-folder", path: join(root, "a") },
      ),
    );
    expect(await tree()).toEqual(["700 a", "700 a/b", "600 a/b/new y", "600 a/foreign f", "600 a/token x"]);
    await undo();
    expect(await tree()).toEqual(before);
    await undo();
    expect(await tree()).toEqual(before);
  });

  it("leaves nothing behind when a step fails", async () => {
    const wanted = plan(folder("a"), file("a/token", "x"), file("missing/token", "y"));
    await expect(run(wanted)).rejects.toMatchObject({
      code: "INSTALLER_FILE_FAILED",
      layer: "files",
      message: `Could not write ${join(root, "missing/token")}: its folder does not exist.`,
      leftBehind: [],
    });
    expect(await tree()).toEqual([]);
    expect((await readdir(root)).toSorted()).toEqual(["kuma-agent-install.lock"]);
  });

  it.each([1, 2, 3])("leaves nothing behind when it is aborted at step %i", async (count) => {
    const abort = new AbortController();
    const seen: string[] = [];
    const onStep = (step: HostStep): void => {
      seen.push(step.kind);
      if (seen.length === count) abort.abort();
    };
    const steps = Array.from({ length: 20 }, (_, index) => folder(`f${index}`));
    await expect(run(plan(...steps), { onStep, signal: abort.signal })).rejects.toMatchObject({
      code: "INSTALLER_ABORTED",
      leftBehind: [],
    });
    expect(seen.length).toBeGreaterThanOrEqual(count);
    expect(await tree()).toEqual([]);
  });

  it("writes through no link", async () => {
    const outside = join(root, "outside");
    await writeFile(outside, "theirs", { mode: 0o644 });
    await symlink(outside, join(root, "token"));
    await run(plan(file("token", "x")));
    expect(await tree()).toEqual(["644 outside theirs", "600 token x"]);
  });

  describeAsRoot("as root", () => {
    it("changes nothing behind a link of another account", async () => {
      const outside = join(root, "outside");
      await mkdir(outside);
      await writeFile(join(outside, "theirs"), "theirs");
      await symlink(outside, join(root, "linked"));
      await lchown(join(root, "linked"), 12_345, 12_345);
      for (const step of [
        file("linked/new", "x"),
        { kind: "remove-file", path: join(root, "linked/theirs") } as const,
      ]) {
        await expect(run(plan(folder("a"), step))).rejects.toMatchObject({
          code: "INSTALLER_FILE_FAILED",
          message: expect.stringContaining("a link of another account"),
          leftBehind: [],
        });
      }
      expect(await readdir(outside)).toEqual(["theirs"]);
    });
  });

  it("names what could not be put back, and has the next run try again", async () => {
    const { undo } = await run(plan(folder("a"), file("a/token", "x")));
    await rm(join(root, "a/token"));
    await mkdir(join(root, "a/token"));
    await expect(undo()).rejects.toMatchObject({
      code: "INSTALLER_UNDO_INCOMPLETE",
      message: expect.stringContaining(`could not put back ${join(root, "a/token")}`),
      leftBehind: [expect.stringContaining("a/token")],
    });
    await lock?.release();
    await rm(join(root, "a/token"), { recursive: true });
    lock = await lockHost(host, facts);
    expect(await tree()).toEqual([]);
  });

  it("writes names and contents as they are", async () => {
    const name = `$(touch x) 'q' "d" %n \\x20 * \t 🐻 ${"l".repeat(180)}`;
    const text = "\0\r\n'$(touch y)'\n\n";
    await run(plan(file(name, "x"), file("empty", "")), {
      secrets: new Map([
        ["x", text],
        ["", ""],
      ]),
    });
    expect(await tree()).toEqual([`600 ${name} ${text}`.trim(), "600 empty"]);
    const odd = { kind: "remove-file", path: `${root}/a\nb` } as const;
    await expect(run(plan(odd))).rejects.toMatchObject({ code: "INSTALLER_FILE_FAILED" });
  });

  it("takes nothing for a content that was cut off on its way", async () => {
    const cut = {
      ...host,
      runScript: (script: Parameters<typeof host.runScript>[0]) => {
        const input = Buffer.isBuffer(script.input) ? script.input.subarray(0, -1) : script.input;
        return host.runScript({ ...script, ...(input === undefined ? {} : { input }) });
      },
    };
    if (lock === undefined) throw new Error("there is no lock");
    await expect(carryOut(cut, plan(folder("a"), file("a/t", "x")), { lock, secrets })).rejects.toMatchObject({
      code: "INSTALLER_COMMAND_FAILED",
    });
    expect(await tree()).toEqual([]);
  });
});
