import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkTypes } from "../src/checks/registry.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

let folder: string;
let program: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-resident-"));
  program = join(folder, "kuma-agent.mjs");
  await new Promise((done, failed) => {
    execFile(process.execPath, [join(root, "build-bundle.mjs"), program], (error) => {
      if (error) failed(error);
      else done(undefined);
    });
  });
});
afterAll(() => rm(folder, { recursive: true }));

function kumaAgent(...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
  return new Promise((done) => {
    // As the installed service runs it.
    execFile(process.execPath, ["--jitless", program, ...args], { timeout: 20_000 }, (error, stdout, stderr) => {
      const said = `${stdout}${stderr}`.replace(/^Warning: disabling flag.*\n/gm, "").replaceAll(folder, "FOLDER");
      done({ code: error === null ? 0 : Number(error.code), said });
    });
  });
}

describe("the config, which another process reads", () => {
  test.each([
    ["a setting that is wrong", "checks:\n  - type: tcp\n    name: a\n    port: 70000\n"],
    ["no YAML", "checks: [\n"],
  ])("%s ends the start, with the place and without a stack, like in `check`", async (_what, text) => {
    const file = join(folder, "agent.yaml");
    await writeFile(file, `version: 1\nhost: h\nserver: { url: http://127.0.0.1:1 }\n${text}`);
    const ended = await kumaAgent("run", "--config", file);
    expect(ended.code).toBe(1);
    expect(ended.said).toMatch(/^kuma-agent: FOLDER\/agent\.yaml:\d+:\d+: /);
    expect(ended.said).not.toMatch(/^ +at /m);
    expect(ended).toEqual(await kumaAgent("check", "--config", file));
  });

  test("a file that is not there is named", async () => {
    const file = join(folder, "no.yaml");
    const ended = await kumaAgent("run", "--config", file);
    expect(ended.said).toBe("kuma-agent: the config file cannot be read, there is no such file: FOLDER/no.yaml\n");
    expect(ended).toEqual(await kumaAgent("check", "--config", file));
  });

  test("a drop-in that is wrong is named, and the secrets of the config are not shown", async () => {
    await writeFile(
      join(folder, "agent.json"),
      JSON.stringify({
        version: 1,
        host: "h",
        server: { url: "http://127.0.0.1:1", headers: { authorization: "Sesame" } },
        checks: [{ type: "load", name: "load", interval: 60, tokenFile: "token" }],
      }),
    );
    const dropIns = join(folder, "conf.d");
    await mkdir(dropIns);
    await writeFile(join(dropIns, "10-more.yaml"), "checks:\n  - type: laod\n");
    const ended = await kumaAgent("run", "--config", join(folder, "agent.json"));
    expect(ended.code).toBe(1);
    expect(ended.said).toContain("FOLDER/conf.d/10-more.yaml:2:");
    expect(ended.said).not.toContain("Sesame");
    await rm(dropIns, { recursive: true });
  });
});

test("what runs for months loads no schemas and no YAML: only Docker's answers are read with schemas", async () => {
  const starts = (await readdir(join(root, "src/checks"), { recursive: true }))
    .filter((name) => name.endsWith("/start.ts"))
    .map((name) => `src/checks/${name}`);
  expect(starts).toHaveLength(Object.keys(checkTypes).length);
  const resident = ["src/cli.ts", "src/cli/main.ts", "src/cli/config-process.ts", "src/cli/run-command.ts", ...starts];
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: resident,
    outdir: folder,
    write: false,
    bundle: true,
    platform: "node",
    format: "esm",
    metafile: true,
  });
  const heavy = (entry: string): string[] => {
    const reached = new Set([entry]);
    for (const file of reached) {
      for (const { path, kind } of metafile.inputs[file]?.imports ?? [])
        if (kind !== "dynamic-import") reached.add(path);
    }
    return [...reached].filter((file) => /node_modules\/(?:zod|yaml)\/[^/]*(?:\/[^/]*)?$/.test(file));
  };
  const carrying = resident.filter((entry) => heavy(entry).length > 0);
  expect(carrying).toEqual(["src/checks/docker/start.ts"]);
});
