import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkTypes } from "../src/checks/registry.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));

let folder: string;

// The entries as they are, but in a folder that zod cannot be loaded from.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-checks-"));
  await build({
    absWorkingDir: root,
    entryPoints: ["src/checks/index.ts", "src/config/index.ts"],
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["@kumakit/source"],
    // The code that does the work is loaded by those that start a check.
    external: ["zod", "./start.ts"],
  });
});
afterAll(() => rm(folder, { recursive: true }));

/** The value of an expression in a fresh process, with an entry as `entry`. */
async function evaluate(entry: string, expression: string): Promise<unknown> {
  const code = `import * as entry from ${JSON.stringify(join(folder, entry))}; console.log(JSON.stringify(${expression}));`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", code], { cwd: folder });
  return JSON.parse(stdout);
}

test("all that is known of check types without their settings can be read where there is no zod", async () => {
  const facts = await evaluate("checks/index.mjs", "entry.checkTypeNames.map((type) => entry.aboutCheck(type))");
  expect(facts).toHaveLength(Object.keys(checkTypes).length);
  expect(facts).toContainEqual({
    title: "A timer of systemd, and its last run",
    summary: expect.stringMatching(/^Watches a timer and the unit that it starts\. /),
    positional: "unit",
    subject: ["unit"],
    discovery: { by: "unit", kinds: ["timer"] },
    hasOwnRhythm: false,
    runtimes: ["node", "standalone"],
  });
  expect(await evaluate("checks/index.mjs", `entry.needsOf({ type: "disk", paths: ["/home/*"] })`)).toEqual(["homes"]);
  expect(await evaluate("checks/index.mjs", `entry.checkTypeOfUnit("nginx.service")`)).toBe("systemd");
});

test("the schemas of the config cannot be loaded there", async () => {
  await expect(evaluate("config/index.mjs", "1")).rejects.toThrow(/Cannot find package 'zod'/);
});
