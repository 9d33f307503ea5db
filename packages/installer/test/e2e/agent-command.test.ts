import { startSystemdBed, type CommandResult, type SystemdBed } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

import { agentLog, installOn, watching } from "../support/agent-on-bed.ts";
import { startPushRecorder, type PushRecorder } from "../support/push-recorder.ts";

const docs = fileURLToPath(new URL("../../../../docs/", import.meta.url));
const command = "/usr/local/bin/kuma-agent";

let bed: SystemdBed;
let server: PushRecorder;

beforeAll(async () => {
  [bed, server] = await Promise.all([startSystemdBed(), startPushRecorder()]);
  await must("mv", process.execPath, "/usr/local/bin/node");
  await must("rm", "-f", "/usr/bin/nodejs");
  await bed.writeUnit("one.service", "[Service]\nExecStart=/bin/sleep infinity\n");
  await must("systemctl", "start", "one");
  await installOn(bed, { config: watching(server.url, "one.service"), node: "/usr/local/bin/node" });
  await bed.writeFile("/etc/backup/kuma-token", `${server.url}/api/push/T0kenOfTheJob\n`, "0600");
  await bed.writeFile("/usr/local/bin/backup.sh", '#!/bin/sh\necho "saved $1"\n', "0755");
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await bed.stop();
});

async function must(...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await bed.exec(argv);
  if (code !== 0) throw new Error(`${argv.join(" ")}: ${stderr}`);
  return stdout;
}

/** Runs a line as cron does, which gives a job no more than this. */
function inCron(line: string): Promise<CommandResult> {
  return bed.exec(["env", "-i", "PATH=/usr/bin:/bin", "sh", "-c", `cd /etc/kuma-agent && ${line}`]);
}

/** The lines of all pages' examples that run the agent's program. */
async function documentedLines(): Promise<readonly string[]> {
  const pages = (await readdir(docs, { recursive: true })).filter((name) => name.endsWith(".md"));
  const texts = await Promise.all(pages.map((page) => readFile(`${docs}${page}`, "utf8")));
  const blocks = texts.flatMap((text) =>
    [...text.matchAll(/^```[^\n]*\n(.*?)^```$/gms)].map(([, block = ""]) => block),
  );
  return blocks
    .flatMap((block) => block.split("\n"))
    .filter((line) => /kuma-agent (?:check|exec|run|sh|status) /.test(line));
}

describeOnBed("the command kuma-agent", () => {
  it("is root's, for everybody, and works without a PATH to it or to Node", async () => {
    expect(await must("stat", "-c", "%a %U:%G", command)).toBe("755 root:root\n");
    expect(await inCron(`${command} --version`)).toMatchObject({ code: 0, stderr: "" });
    expect(await inCron(`${command} check`)).toMatchObject({
      code: 0,
      stdout: `/etc/kuma-agent/agent.json is right: 1 check for ${server.url}\n`,
      stderr: "",
    });
  });

  it("leaves one of others alone, and says so", async () => {
    await must("cp", command, "/run/ours");
    const manifest = "/usr/local/lib/kuma-agent/manifest.json";
    const text = await bed.readFile(manifest);
    await bed.writeFile(manifest, text.replace(command, "/usr/local/bin/other"), "0644");
    await must("ln", "-sf", "/usr/lib/node_modules/kuma-agent.mjs", command);
    const { warnings } = await installOn(bed, {
      config: watching(server.url, "one.service"),
      node: "/usr/local/bin/node",
    });
    expect(warnings).toEqual([`${command} was left as it is on the bed: no install of kuma has brought it.`]);
    expect(await must("readlink", command)).toBe("/usr/lib/node_modules/kuma-agent.mjs\n");
    await must("mv", "-f", "/run/ours", command);
    await bed.writeFile(manifest, text, "0644");
  });

  it("logs no complaint of Node at a start or a reload", async () => {
    await must("systemctl", "restart", "kuma-agent");
    await must("systemctl", "reload", "kuma-agent");
    await expect.poll(() => agentLog(bed), { timeout: 8000 }).toContain("reloaded: 1 check");
    expect(await agentLog(bed)).not.toContain("Warning");
    expect(await agentLog(bed)).not.toContain("others can read");
  });

  it("runs each line of the pages, in a crontab and in a service", async () => {
    const lines = (await documentedLines()).map((line) => line.replace(/^(?:ExecStart=|(?:[\d*]+ +){5})/, ""));
    expect(lines.filter((line) => !line.startsWith(`${command} `))).toEqual([]);
    const jobs = lines.filter((line) => line.includes(" exec "));
    expect(jobs).toHaveLength(2);
    for (const line of jobs) {
      const seen = server.pushes.length;
      const credentials = "CREDENTIALS_DIRECTORY=/run/handed";
      await must("mkdir", "-p", "/run/handed");
      await must("cp", "/etc/backup/kuma-token", "/run/handed/kuma");
      expect(await inCron(`${credentials} ${line}`)).toMatchObject({ code: 0, stdout: "saved --all\n", stderr: "" });
      const told = server.pushes.slice(seen).find(({ token }) => token === "T0kenOfTheJob");
      expect(told).toMatchObject({ status: "up", message: expect.stringContaining("backup.sh succeeded") });
    }
    for (const line of lines.filter((each) => !jobs.includes(each))) {
      expect({ line, ...(await inCron(line)) }).toMatchObject({ line, code: 0, stderr: "" });
    }
  });
});
