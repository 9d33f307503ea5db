import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { main } from "../../src/cli/main.ts";
import { loadAgentSettings } from "../../src/config/load-agent-config.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-sh-"));
});
afterEach(async () => rm(folder, { recursive: true }));

async function sh(config: Record<string, unknown>, ...args: readonly string[]) {
  const file = join(folder, "agent.json");
  await writeFile(
    file,
    JSON.stringify({ version: 1, server: { url: "https://kuma.example/base" }, host: "db1", ...config }),
  );
  const output = { stdout: "", stderr: "" };
  const code = await main(["sh", "--config", file, ...args], {
    environment: {},
    signal: new AbortController().signal,
    loadConfig: loadAgentSettings,
    onReload: () => undefined,
    stdout: (text) => (output.stdout += text),
    stderr: (text) => (output.stderr += text),
  });
  return { code, ...output };
}

const nginx = { type: "systemd", name: "nginx", unit: "nginx.service", interval: 60, tokenFile: "tokens/nginx" };
const disk = {
  type: "command",
  name: "disk",
  command: ["/usr/bin/check", "it's $(x)"],
  interval: 120,
  tokenFile: "tokens/disk",
};

describe("kuma-agent sh", () => {
  test("writes a script that a person can read: its settings come first", async () => {
    const { code, stdout } = await sh(
      { checks: [nginx, disk], heartbeat: { interval: 60, tokenFile: "tokens/own" } },
      "--folder",
      "/etc/kuma-agent",
    );
    expect(code).toBe(0);
    const [head = ""] = stdout.split("# --- The same for every config");
    await expect(head).toMatchFileSnapshot("script-head.txt");
  });

  test("writes it whole, for its owner alone, and says how often it is to be run", async () => {
    const file = join(folder, "out.sh");
    await writeFile(file, "old", { mode: 0o644 });
    const { stdout } = await sh({ checks: [nginx, disk] }, "--output", file);
    expect(stdout).toBe(`${file} is written: 2 checks for https://kuma.example/base; have it run every 28 s\n`);
    expect((await stat(file)).mode & 0o777).toBe(0o700);
    expect(await readFile(file, "utf8")).toMatch(/^#!\/bin\/sh\n[^]*exit "\$failed"\n$/);
    expect((await readdir(folder)).toSorted()).toEqual(["agent.json", "out.sh"]);
    expect(await sh({ checks: [nginx] }, "--output", join(folder, "absent/out.sh"))).toEqual({
      code: 1,
      stdout: "",
      stderr: `kuma-agent: the script cannot be written, ENOENT: ${folder}/absent/out.sh\n`,
    });
  });

  test("refuses all that it cannot do, each by its name", async () => {
    const supervisord = { type: "supervisord", name: "inside", interval: 60, tokenFile: "tokens/inside" };
    const { code, stderr } = await sh({
      onStop: "tell",
      textfile: "/var/lib/kuma.prom",
      server: { url: "https://kuma.example", proxy: { url: "https://proxy", username: "me", passwordFile: "p" } },
      secondServer: { url: "https://other.example" },
      checks: [
        nginx,
        supervisord,
        { ...nginx, name: "fast", interval: 10, secondTokenFile: "tokens/other" },
        { ...disk, timeout: 70, user: "nobody", pingFrom: "time", environment: { HOME: "/", UID: "1", BASH_ENV: "x" } },
        { ...nginx, name: "all", unit: "nginx@*.service", atLeast: 2, logLines: true, restart: undefined },
        { ...nginx, name: "again", restart: { after: 5 } },
      ],
    });
    expect(code).toBe(1);
    expect(stderr.split("\n")).toEqual([
      "kuma-agent: the shell script cannot do what the config asks for:",
      "  server.proxy.username: a proxy with a password needs the agent",
      "  server.proxy.url: a proxy that is spoken to by https needs the agent",
      "  secondServer: needs the agent",
      "  onStop: nothing runs between two rounds that could tell of a stop",
      "  textfile: metrics need the agent",
      '  checks[1].type: "supervisord" ("inside") needs the agent; the script knows command and systemd',
      "  checks[2].interval: must be at least 14 s, not 10: a round takes seconds; change the monitor's interval as well",
      "  checks[3].timeout: must be at most 55 s by this interval, not 70",
      "  checks[3].user: needs the agent; the script runs programs as the user that runs it",
      "  checks[3].pingFrom: needs the agent; the ping is how long the program took",
      "  checks[3].environment.UID: the shell has this variable for itself",
      "  checks[3].environment.BASH_ENV: the shell has this variable for itself",
      "  checks[4].unit: a pattern for several units needs the agent",
      "  checks[4].logLines: needs the agent; the script reads no journal",
      "  checks[5].restart: needs the agent",
      "",
    ]);
  });

  test("knows that cron comes once a minute", async () => {
    expect((await sh({ checks: [nginx] }, "--scheduler", "cron")).stderr).toContain(
      "checks[0].interval: must be at least 124 s, not 60: cron runs once a minute, and two runs have to fit into an interval; " +
        "change the monitor's interval as well, or use a timer\n",
    );
    expect((await sh({ checks: [{ ...nginx, interval: 124 }] }, "--scheduler", "cron")).code).toBe(0);
  });

  test.each([
    [["--scheduler", "at"], "unknown scheduler: at; there are timer and cron"],
    [["--folder", "etc"], "--folder must be an absolute path, not etc"],
  ])("%j is wrong usage", async (args, message) => {
    expect(await sh({ checks: [nginx] }, ...args)).toMatchObject({
      code: 2,
      stderr: `kuma-agent: ${message}\nTry: kuma-agent --help\n`,
    });
  });
});
