import type { KumaClient } from "@kumakit/client";
import { kumaServers } from "@kumakit/testkit/vitest";
import { createHash } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import type { KumaUser } from "../support/kuma-user.ts";
import { clientOf, loggedInUser } from "../support/logged-in-user.ts";

const prefix = `kumakit-test-${process.pid}`;

/** The look of the module agent_facts at a host with nothing of an agent. */
function factsOf(hostname: string, more: readonly string[]): object {
  const records = [
    `hostname\t${hostname}`,
    `machine-id\t${createHash("md5").update(hostname).digest("hex")}`,
    "kernel\tLinux 6.1.0 x86_64",
    "libc\tglibc 2.36",
    "account\t0\nroot\nroot",
    "folders\t/root\n/root/.config\n/root/.local/share\n/run/user/0",
    "has\tsystemd",
    "has\tdbus",
    ...more,
    "end\tcomplete",
    "",
  ];
  return { version: 1, survey: deflateSync(records.join("\0")).toString("base64") };
}

const node = ["node\t/usr/bin/node\n/usr/bin/node\nv20.20.2\nyes"];

interface Planned {
  readonly hosts: readonly {
    readonly host: string;
    readonly ok: boolean;
    readonly result: {
      readonly onServer: readonly string[];
      readonly script: string | null;
      readonly program: unknown;
    };
  }[];
}

describe.each(kumaServers())("kuma agent plan for hosts of $label", (server) => {
  let user: KumaUser;
  let client: KumaClient;

  beforeAll(async () => {
    user = await loggedInUser(server);
    client = await clientOf(user);
  });
  afterAll(async () => {
    await client.close();
    user[Symbol.dispose]();
  });
  const own = async () => (await client.monitors.list()).filter(({ name }) => name.startsWith(prefix));
  afterEach(async () => {
    for (const { id } of (await own()).toSorted((a, b) => Number(a.type === "group") - Number(b.type === "group")))
      await client.monitors.delete(id);
  });

  const wish = { checks: [{ type: "disk", paths: ["/"], minFree: "5%" }], notify: "none", agentMonitor: false };

  async function plan(hosts: Readonly<Record<string, object>>, ...words: readonly string[]) {
    const file = join(user.folder, "tmp", "wishes.json");
    writeFileSync(file, JSON.stringify({ hosts }));
    const { code, stdout, stderr } = await user.run(["agent", "plan", "--wishes", file, "--json", ...words]);
    expect({ code, problem: code === 0 ? "" : stdout + stderr }).toEqual({ code: 0, problem: "" });
    return { ...(JSON.parse(stdout) as Planned), stderr };
  }

  const output = (): readonly string[] => ["--output-folder", join(user.folder, "tmp", "plans"), "--yes"];

  test("hosts of one play and of the next share a group that none of them has found", async () => {
    const group = `${prefix} shop`;
    const wishes = (numbers: readonly number[]) =>
      Object.fromEntries(
        numbers.map((number) => [`web${number}`, { ...wish, group, facts: factsOf(`${prefix}-${number}`, node) }]),
      );
    for (const batch of [
      [1, 2, 3, 4],
      [5, 6],
    ])
      await plan(wishes(batch), ...output());
    const monitors = await own();
    const groups = monitors.filter(({ type }) => type === "group");
    expect(groups.map(({ name }) => name)).toEqual([group]);
    expect(monitors.filter(({ type }) => type === "push").map(({ parent }) => parent)).toEqual(
      Array.from({ length: 6 }, () => groups[0]?.id),
    );
  });

  test("a fleet that is too much for one server: says so, with figures, before anything is made", async () => {
    const checks = Array.from({ length: 100 }, (_, index) => ({ ...wish.checks[0], name: `disk ${index}` }));
    const hosts = (interval: number) =>
      Object.fromEntries(
        [1, 2, 3, 4].map((number) => {
          const host = `${prefix}-${number}`;
          return [host, { ...wish, checks, interval, facts: factsOf(host, node) }];
        }),
      );
    const loud = await plan(hosts(20), "--dry-run");
    expect(loud.stderr).toMatch(/^Warning: \d+ monitors with 5\d heartbeats a second are much for one Uptime Kuma/m);
    expect(loud.stderr).toContain("docs/fleet.md");
    const quiet = await plan(hosts(600), "--dry-run");
    expect(quiet.stderr).not.toContain("are much for one Uptime Kuma");
    expect(await own()).toEqual([]);
  });

  test("the agent with Node.js inside is beside the script, and the script wants just that file", async () => {
    const standalone = join(user.folder, "tmp", "kuma-agent-linux-x64");
    // The head of an ELF file for x86-64.
    writeFileSync(standalone, Buffer.concat([Buffer.from([127, 69, 76, 70]), Buffer.alloc(14), Buffer.from([62, 0])]));
    const sha256 = createHash("sha256").update(readFileSync(standalone)).digest("hex");
    const host = `${prefix}-1`;
    const wishes = { [host]: { ...wish, facts: factsOf(host, []) } };
    const { hosts } = await plan(wishes, "--standalone", standalone, ...output());
    const path = "/var/lib/kuma-agent-carried";
    expect(hosts).toMatchObject([{ ok: true, result: { program: { file: standalone, sha256, path } } }]);
    const script = hosts[0]?.result.script ?? "";
    expect(readFileSync(script, "utf8")).toContain(`\nrequire_state '${path}' ${sha256}\n`);
    expect(statSync(script).mode & 0o777).toBe(0o600);
  });
});
