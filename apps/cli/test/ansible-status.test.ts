import { makeTempHome, runCommand, throughLayer } from "@kumakit/testkit";
import { describeWith } from "@kumakit/testkit/vitest";
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";

const collection = fileURLToPath(new URL("../../../ansible", import.meta.url));

/** Reads the report of an agent as the module `agent_facts` does on a host. */
const program = `
import json, sys
from ansible_collections.kumakit.kuma.plugins.module_utils import agent_host, programs
programs.STATUS_FILES = sys.argv[1:]
print(json.dumps(agent_host.read_status()))
`;

describeWith(["python3"], "the report of an agent, whose account may put anything in its place", () => {
  const home = makeTempHome();
  afterAll(() => home.dispose());
  const { folder } = home;
  mkdirSync(join(folder, "collections/ansible_collections/kumakit"), { recursive: true });
  symlinkSync(collection, join(folder, "collections/ansible_collections/kumakit/kuma"));
  const at = (name: string): string => join(folder, name);

  async function read(...files: readonly string[]): Promise<unknown> {
    const env = { ...home.env, PYTHONPATH: at("collections"), PYTHONDONTWRITEBYTECODE: "1" };
    const argv = throughLayer(["/usr/bin/python3", "-c", program, ...files]);
    const { stdout, stderr, code } = await runCommand(argv, { env, timeout: 20_000 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return JSON.parse(stdout);
  }

  it("is read where it is one, in the first place that has something", async () => {
    writeFileSync(at("status"), JSON.stringify({ version: "1.2.3", checks: [] }));
    expect(await read(at("none"), at("status"))).toEqual([{ version: "1.2.3", checks: [] }, null]);
    expect(await read(at("none"))).toEqual([null, null]);
  });

  it.each([
    ["a link", (file: string) => symlinkSync("/etc/shadow", file), "it is a link, and no link is followed there"],
    ["a pipe that nobody writes to", (file: string) => execFileSync("mkfifo", [file]), "it is not a plain file"],
    ["a folder", (file: string) => mkdirSync(file), "it is not a plain file"],
    ["a file of 5 MiB", (file: string) => writeFileSync(file, " ".repeat(5 * 1024 * 1024)), "it is too big"],
    ["a list", (file: string) => writeFileSync(file, "[]"), "it holds no report"],
    ["no text", (file: string) => writeFileSync(file, Buffer.from([0xff, 0xfe])), "it holds no report"],
    ["depth", (file: string) => writeFileSync(file, "[".repeat(200_000)), "it holds no report"],
  ])("is not read when %s is there", async (name, put, problem) => {
    const file = at(name);
    put(file);
    expect(await read(file)).toEqual([null, `${file}: ${problem}`]);
  });
});
