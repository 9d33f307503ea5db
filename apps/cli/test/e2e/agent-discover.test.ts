import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { outputSchema } from "../support/built-kuma.ts";
import { monitorNames, snapshot, startAgentScene, type AgentScene } from "./agent-scene.ts";

let scene: AgentScene;
let before: string;

const service = "[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n";
const token = "AWbUXTosJGx7d2Qk0001";

beforeAll(async () => {
  scene = await startAgentScene(process.env["KUMA_TEST_CHECKOUT"]);
  const { bed } = scene;
  await bed.writeUnit("shop.service", `[Unit]\nDescription=The shop\u001b[2J\n${service}`);
  await bed.writeUnit("worker@.service", service);
  await bed.writeUnit("broken.service", "[Service]\nExecStart=/bin/false\n[Install]\nWantedBy=multi-user.target\n");
  await bed.writeUnit("nightly.service", "[Service]\nType=oneshot\nExecStart=/bin/true\n");
  await bed.writeUnit("nightly.timer", "[Timer]\nOnCalendar=daily\n[Install]\nWantedBy=timers.target\n");
  // Things that nobody wants to hear of: started by hand, or of the system.
  await bed.writeUnit("systemd-own.service", service);
  const script = `#!/bin/sh\n# https://kuma.example/api/push/${token} in a comment\ncurl -fsS "https://kuma.example:3001/kuma/api/push/${token}?status=up"\n`;
  await bed.exec(["sh", "-c", `cat > /usr/local/bin/old-push.sh && chmod 755 /usr/local/bin/old-push.sh`], {
    input: script,
  });
  const crontab = `* * * * * root /usr/local/bin/old-push.sh >/dev/null\n* * * * * root curl -s http://10.9.0.55:3001/api/push/${token}?msg=OK\n0 3 * * * root cd /srv && /usr/local/bin/backup.sh --password s3cret\n`;
  await bed.exec(["sh", "-c", "mkdir -p /etc/cron.d && cat > /etc/cron.d/old-push && mkfifo /etc/cron.d/pipe"], {
    input: crontab,
  });
  await bed.exec(["systemctl", "enable", "--now", "shop", "worker@1", "nightly.timer", "systemd-own"]);
  await bed.exec(["systemctl", "start", "broken"]);
  before = await snapshot(bed);
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

interface Discovery {
  readonly hostname: string;
  readonly proposals: readonly {
    readonly type: string;
    readonly name: string;
    readonly recommended: boolean;
    readonly watched: boolean;
    readonly command: string;
  }[];
  readonly scripts: readonly object[];
  readonly jobs: readonly object[];
}

async function discover(): Promise<Discovery> {
  const { stdout, stderr, code } = await scene.run("agent", "discover", "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const data: unknown = JSON.parse(stdout);
  expect((await outputSchema("agent:discover")).safeParse(data).error).toBeUndefined();
  return data as Discovery;
}

describeOnBed("kuma agent discover", () => {
  it("proposes what a person would tick, names old scripts without their tokens, and changes nothing", async () => {
    const { proposals, scripts, jobs, hostname } = await discover();
    expect(hostname).toBe("tk-app3");
    const open = proposals.filter(({ recommended }) => recommended);
    expect(open.map(({ type, name }) => `${type} ${name}`)).toEqual([
      "systemd broken.service",
      "timer nightly.timer",
      "systemd shop.service",
      "systemd worker@1.service",
      "failed-units failed units",
      "disk disks",
    ]);
    expect(open.map(({ command }) => command)).toContain("kuma agent install worker@1.service");
    expect(proposals.filter(({ watched }) => watched)).toEqual([]);
    expect(scripts).toEqual([
      { file: "/etc/cron.d/old-push", line: 2, server: "http://10.9.0.55:3001", unit: null, replaceable: false },
      {
        file: "/usr/local/bin/old-push.sh",
        line: 3,
        server: "https://kuma.example:3001/kuma",
        unit: null,
        replaceable: false,
      },
    ]);
    expect(jobs).toEqual([{ file: "/etc/cron.d/old-push", line: 3, schedule: "0 3 * * *", program: "backup.sh" }]);
    expect(JSON.stringify({ proposals, scripts })).not.toContain(token);
    expect(await snapshot(scene.bed)).toBe(before);
    expect(await monitorNames(scene.client)).toEqual([]);
  });

  it("shows people a table, asks nobody without a terminal, and prints no escape of a unit", async () => {
    const { stdout, stderr, code } = await scene.run("agent", "discover");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^shop\.service +\+ proposed +it runs: The shop/m);
    expect(stdout).toContain("/etc/cron.d/old-push, line 2: reports to http://10.9.0.55:3001");
    expect(stdout).toContain("/etc/cron.d/old-push, line 3: backup.sh (0 3 * * *)");
    expect(stdout).not.toContain("s3cret");
    expect(stdout).toContain("kuma agent discover --all");
    expect(stdout).not.toMatch(/[\u001b\u009b]/);
    expect(stdout).not.toContain(token);
  });

  it("watches all of it in one go, and finds nothing more then", async () => {
    const plan = await scene.run("agent", "discover", "--all", "--dry-run");
    expect(plan).toMatchObject({ code: 0, stdout: expect.stringContaining("shop.service") });
    expect(await monitorNames(scene.client)).toEqual([]);
    const { code, stderr, stdout } = await scene.run("agent", "discover", "--all", "--notify", "ops-chat");
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toContain("tk-app3/shop");
    const made = ["broken", "disks", "failed units", "nightly.timer", "shop", "worker@1"].map(
      (name) => `tk-app3/${name}`,
    );
    expect(await monitorNames(scene.client)).toEqual(["tk-app3", "tk-app3/agent", ...made].toSorted());
    const { proposals } = await discover();
    expect(proposals.filter(({ recommended, watched }) => recommended && !watched)).toEqual([]);
    const again = await scene.run("agent", "discover", "--all");
    expect(again).toMatchObject({ code: 0, stdout: "", stderr: "Nothing is to be watched.\n" });
  });

  it("undoes all of it when the server refuses", async () => {
    const { code } = await scene.run("agent", "uninstall", "--yes", "--delete-monitors");
    expect(code).toBe(0);
    const refused = await scene.run("agent", "discover", "--all", "--notify", "nobody");
    expect(refused.code).toBe(3);
    expect(await monitorNames(scene.client)).toEqual([]);
    expect(await snapshot(scene.bed)).toBe(before);
  });
});
