import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { makeTempHome, runCommand } from "@kumakit/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  readonly files: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
};
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kuma-package-"));
  for (const file of [...manifest.files, "package.json"])
    cpSync(join(root, file), join(folder, file), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

test("the package needs no other package", () => {
  expect(manifest.dependencies).toBeUndefined();
});

test.each([
  [["--version"], 0],
  [["monitor", "create", "--help"], 0],
  [["whoami"], 4],
  [["login", "http://127.0.0.1:1", "--no-input"], 5],
  [["notification", "create", "x", "--type", "webhook", "--config-file", "/nowhere"], 2],
])("what is published runs alone, far from any node_modules: kuma %j ends with %d", async (words, expected) => {
  using home = makeTempHome();
  const { code, stderr } = await runCommand([process.execPath, join(folder, "bin", "kuma.js"), ...words], home);
  expect({ code, stderr }).toEqual({ code: expected, stderr: expect.not.stringContaining("bug") });
});

test("no library prints what it does for DEBUG, which would show the password of a proxy", async () => {
  using home = makeTempHome();
  const env = { DEBUG: "*", HTTPS_PROXY: "http://someone:hidden-Password@127.0.0.1:1" };
  const kuma = [process.execPath, join(folder, "bin", "kuma.js"), "login", "https://kuma.example", "--no-input"];
  const { code, stderr } = await runCommand(kuma, { ...home, env: { ...home.env, ...env } });
  expect(code).toBe(5);
  expect(stderr).toMatch(/^Error: Nothing listens on 127\.0\.0\.1:1 /);
  expect(stderr).not.toContain("hidden-Password");
});

test("the agent lies next to the program, and runs alone too", async () => {
  const { stdout, code } = await runCommand([process.execPath, join(folder, "dist", "kuma-agent.mjs"), "--version"]);
  expect({ stdout, code }).toEqual({ code: 0, stdout: expect.stringMatching(/\d+\.\d+\.\d+/) });
});

test("the package stays within 900 KB", async () => {
  using home = makeTempHome();
  const archive = join(home.folder, "package.tar");
  await runCommand(["tar", "--sort=name", "-cf", archive, "-C", folder, "."]);
  // As npm does it.
  expect(gzipSync(readFileSync(archive), { level: 9 }).length).toBeLessThan(900_000);
});

test("no part of the program is large", () => {
  const files = readdirSync(join(folder, "dist"), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const large = files.filter(({ parentPath, name }) => statSync(join(parentPath, name)).size > 400_000);
  expect(large.map(({ name }) => name).filter((name) => name !== "kuma-agent.mjs")).toEqual([]);
});
