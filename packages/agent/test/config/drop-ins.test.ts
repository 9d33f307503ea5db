import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadAgentConfig } from "@kumakit/agent";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-drop-ins-"));
  await mkdir(join(folder, "conf.d"));
});
afterEach(() => rm(folder, { recursive: true }));

const check = (name: string): string =>
  `  - { type: systemd, name: ${name}, unit: ${name}.service, interval: 60, tokenFile: t }\n`;
const main = (rest: string): string => `version: 1\nserver: { url: "http://k" }\nhost: h\n${rest}`;

async function load(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  for (const [name, text] of Object.entries(files)) {
    // oxlint-disable-next-line no-await-in-loop -- a few small files
    await writeFile(join(folder, name), text);
  }
  const { checks } = await loadAgentConfig(join(folder, "agent.yaml"));
  return checks.map(({ name }) => name);
}

async function refusal(files: Readonly<Record<string, string>>): Promise<string> {
  try {
    await load(files);
  } catch (error) {
    return (error as Error).message.replaceAll(`${folder}/`, "");
  }
  throw new Error("the config was accepted");
}

test("drop-ins are added in the order of their names, JSON and YAML; other files are not looked at", async () => {
  const json = JSON.stringify({
    $schema: "x",
    checks: [{ type: "command", name: "json", command: ["/x"], interval: 60, tokenFile: "t" }],
  });
  const files = {
    "agent.yaml": main(`checks:\n${check("own")}`),
    "conf.d/20.yml": `checks:\n${check("yml")}`,
    "conf.d/10.json": json,
    "conf.d/05.yaml": `checks:\n${check("yaml")}${check("second")}`,
    "conf.d/.hidden.yaml": "no: config",
    "conf.d/30.yaml~": "no: config",
    "conf.d/README": "no: config",
    "conf.d/40.yaml": "",
    "conf.d/50.yaml": `# checks:\n# ${check("off")}`,
  };
  expect(await load(files)).toEqual(["own", "yaml", "second", "json", "yml"]);
});

test("the main file need not have checks when a drop-in has some", async () => {
  expect(await load({ "agent.yaml": main(""), "conf.d/a.yaml": `checks:\n${check("a")}` })).toEqual(["a"]);
  expect(await refusal({ "agent.yaml": main("checks: []"), "conf.d/a.yaml": "checks: []" })).toBe(
    "agent.yaml:4:1: checks: name at least one check",
  );
});

test("a name that is used twice is reported with both places", async () => {
  const files = {
    "agent.yaml": main(`checks:\n${check("a")}`),
    "conf.d/a.yaml": `checks:\n${check("b")}${check("a")}`,
  };
  expect(await refusal(files)).toBe('conf.d/a.yaml:3:22: checks[1].name: is used twice: "a", first in agent.yaml:5:22');
});

test("all problems of all files are reported, each with its file, line and column", async () => {
  const files = {
    "agent.yaml": main(`checks:\n${check("a").replace("interval", "intervall")}`),
    "conf.d/1.yaml": "host: x\nchecks: [",
    "conf.d/2.yaml": `chekcs:\n${check("b")}`,
    "conf.d/3.yaml":
      "checks:\n  - type: supervisord\n    name: s\n    interval: 60\n    tokenFile: t\n    login: { usrname: u, passwordFile: p }\n",
    "conf.d/4.yaml": "- just a list\n",
  };
  const lines = (await refusal(files)).split("\n");
  const named = lines.map((line) => line.split(":", 1)[0] ?? "");
  expect([...new Set(named)]).toEqual(Object.keys(files));
  expect(named.toSorted()).toEqual(named);
  expect(lines).toEqual(
    expect.arrayContaining([
      'agent.yaml:5:48: checks[0].intervall: unknown setting, did you mean "interval"?',
      'conf.d/2.yaml:1:1: chekcs: unknown setting, did you mean "checks"? (a file of conf.d holds checks only)',
      'conf.d/3.yaml:6:14: checks[0].login.usrname: unknown setting, did you mean "username"?',
      "conf.d/2.yaml:1:1: checks: is missing: a list",
      "conf.d/4.yaml:1:1: must be a map of settings",
    ]),
  );
  expect(lines.some((line) => line.startsWith("conf.d/1.yaml:2:"))).toBe(true);
});
