import { describeAsRoot } from "@kumakit/testkit/vitest";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmod,
  chown,
  lchown,
  link,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

import { carryOut, lockHost, surveyHost, type HostFacts, type HostLock, type HostStep } from "../src/index.ts";
import { describeInShells } from "./support/shell-hosts.ts";

/** The number of an account that could be the agent's. */
const agent = 12_345;
const root = { user: "root", group: "root" };

let base: string;
let outside: string;
let config: string;
let tokens: string;
let facts: HostFacts;
let lock: HostLock;

describeAsRoot("what another account has laid out", () => {
  describeInShells("through", (host) => {
    beforeEach(async () => {
      base = await mkdtemp(join(tmpdir(), "hostile-"));
      await chmod(base, 0o755);
      outside = join(base, "outside");
      config = join(base, "kuma-agent");
      tokens = join(config, "tokens");
      await mkdir(tokens, { recursive: true });
      await mkdir(outside);
      await writeFile(join(outside, "theirs"), "theirs", { mode: 0o600 });
      for (const path of [config, tokens]) await chown(path, agent, agent);
      const found = await surveyHost(host, { scope: "user" });
      facts = { ...found, folders: { home: base, config: join(base, "c"), data: join(base, "d"), runtime: base } };
      lock = await lockHost(host, facts);
    });
    afterEach(async () => {
      await lock.release();
      await rm(base, { recursive: true });
    });

    const run = async (...steps: readonly HostStep[]) =>
      await carryOut(host, { version: 1, action: "uninstall", scope: "system", steps, warnings: [] }, { lock });

    const take = (path: string, mode = "0750"): HostStep => ({ kind: "take", path, mode, owner: root });
    const remove = (path: string): HostStep => ({ kind: "remove-file", path });
    const file = (path: string): HostStep => {
      const content = { from: "text", text: "ours", sha256: "" } as const;
      return { kind: "file", part: "token", path, mode: "0640", owner: root, content };
    };

    /** How the files of others are, which nothing may change. */
    async function expectUntouched(): Promise<void> {
      expect(await readdir(outside)).toEqual(["theirs"]);
      expect(await readFile(join(outside, "theirs"), "utf8")).toBe("theirs");
      for (const path of [outside, join(outside, "theirs")])
        expect(await lstat(path)).toMatchObject({ uid: 0, gid: 0 });
    }

    it.each<[string, () => HostStep]>([
      ["written", () => file(join(tokens, "new"))],
      ["removed", () => remove(join(tokens, "theirs"))],
      ["made", () => ({ kind: "folder", path: join(tokens, "deeper"), mode: "0750", owner: root, isOurs: true })],
    ])("nothing is %s in a folder that another account owns", async (_what, step) => {
      await expect(run(step())).rejects.toMatchObject({
        code: "INSTALLER_FILE_FAILED",
        message: expect.stringContaining("another account owns it"),
        leftBehind: [],
      });
    });

    it("nothing is deleted behind a link instead of the tokens, no matter who owns it", async () => {
      await rename(tokens, join(config, "elsewhere"));
      await symlink(outside, tokens);
      await lchown(tokens, agent, agent);
      await expect(run(remove(join(tokens, "theirs")))).rejects.toThrow("another account owns it");
      await expect(run(take(config), remove(join(tokens, "theirs")))).rejects.toMatchObject({ leftBehind: [] });
      await expect(run(take(config), take(tokens))).rejects.toThrow("a link");
      await expectUntouched();
      expect(await lstat(config)).toMatchObject({ uid: agent });
    });

    it("a folder is taken with what is in it, and given back with its owners", async () => {
      await writeFile(join(tokens, "a"), "token", { mode: 0o600 });
      await chown(join(tokens, "a"), agent, agent);
      const held = await open(join(tokens, "a"), "r+");
      const { undo } = await run(take(config), take(tokens), take(join(tokens, "a"), "0640"), file(join(tokens, "b")));
      await held.write("HACKED", 0);
      await held.close();
      for (const path of [config, tokens, join(tokens, "a"), join(tokens, "b")])
        expect(await lstat(path)).toMatchObject({ uid: 0, gid: 0 });
      expect(await readFile(join(tokens, "a"), "utf8")).toBe("token");
      await undo();
      expect(await readdir(tokens)).toEqual(["a"]);
      for (const path of [config, tokens, join(tokens, "a")]) expect(await lstat(path)).toMatchObject({ uid: agent });
    });

    it("a file that has another name elsewhere keeps its owner there", async () => {
      await link(join(outside, "theirs"), join(tokens, "a"));
      await run(take(config), take(tokens), {
        kind: "take",
        path: join(tokens, "a"),
        mode: "0640",
        owner: { user: "root", group: "daemon" },
      });
      await expectUntouched();
      expect((await lstat(join(outside, "theirs"))).mode & 0o777).toBe(0o600);
    });

    it("a pipe instead of a file or a folder is not waited for", async () => {
      execFileSync("mkfifo", [join(tokens, "a")]);
      const { undo } = await run(take(config), take(tokens), take(join(tokens, "a")));
      await undo();
      const written = await run(take(config), take(tokens), file(join(tokens, "a")));
      expect(await readFile(join(tokens, "a"), "utf8")).toBe("ours");
      await written.undo();
      await rm(tokens, { recursive: true });
      execFileSync("mkfifo", [tokens]);
      await expect(run(take(config), file(join(tokens, "a")))).rejects.toMatchObject({ leftBehind: [] });
      expect(await lstat(config)).toMatchObject({ uid: agent });
    });

    it("a folder that is exchanged all the while is either ours or not touched", async () => {
      const racer = `
        const { renameSync, symlinkSync, unlinkSync } = require("node:fs");
        const [, folder, outside] = process.argv;
        const quietly = (work) => { try { work(); } catch {} };
        for (process.stdout.write("ready"); ;) {
          quietly(() => { renameSync(folder, folder + "-kept"); symlinkSync(outside, folder); });
          quietly(() => { unlinkSync(folder); });
          quietly(() => { renameSync(folder + "-kept", folder); });
        }`;
      const child = spawn(process.execPath, ["-e", racer, tokens, outside], {
        uid: agent,
        gid: agent,
        stdio: ["ignore", "pipe", "inherit"],
      });
      const ended = new Promise((resolve) => child.once("close", resolve));
      await once(child.stdout, "data");
      try {
        for (let round = 0; round < 10; round += 1)
          await run(take(config), take(tokens), file(join(tokens, "b")), remove(join(tokens, "theirs"))).catch(
            () => undefined,
          );
      } finally {
        child.kill("SIGKILL");
        await ended;
      }
      expect(await readFile(join(outside, "theirs"), "utf8")).toBe("theirs");
      await expectUntouched();
    });
  });
});
