import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { monitorNamed, monitorNames, snapshot, startAgentScene, withAgent, type AgentScene } from "./agent-scene.ts";

const crontabFile = "/var/spool/cron/crontabs/root";
const script = "/usr/local/bin/check_shop.sh";
const job = `* * * * * ${script} >> /var/log/check_shop.log 2>&1`;
const crontab = `# of a person\n17 3 * * * /usr/local/bin/backup.sh\n${job}\n# the end\n`;
const oldName = "shop - tk-app3-10-10-67-113";

let scene: AgentScene;
let token: string;
let monitorId: number;
/** The number of the job's line: crontab(1) may put its own remarks above. */
let line: number;
let before: string;

/** As people write it after a guide. */
const guided = (url: string): string => `#!/usr/bin/bash
SERVICE_NAME="shop"    # change to your unit name
KUMA_URL="${url}"
TOKEN="${token}"
if /usr/bin/systemctl is-active --quiet "$SERVICE_NAME"; then
    STATUS="up"; MSG="\${SERVICE_NAME}_activated"
else
    STATUS="down"; MSG="\${SERVICE_NAME}_not_activated"
fi
/usr/bin/curl -fsS "\${KUMA_URL}/api/push/\${TOKEN}?status=\${STATUS}&msg=\${MSG}" >/dev/null 2>&1
`;

async function lines(): Promise<string> {
  return await scene.bed.readFile(crontabFile);
}

beforeAll(async () => {
  scene = await startAgentScene(process.env["KUMA_TEST_CHECKOUT"]);
  const { bed, client, kuma } = scene;
  const [channel] = await client.notifications.list();
  const { id } = await client.monitors.create({
    type: "push",
    name: oldName,
    interval: 60,
    upsideDown: true,
    notificationIds: channel === undefined ? [] : [channel.id],
  });
  monitorId = id;
  token = (await client.monitors.get(id)).pushToken ?? "";
  await scene.addService("shop.service");
  await bed.writeFile(script, guided(kuma.url), "0755");
  await bed.exec(["crontab", "-"], { input: crontab });
  line = (await lines()).split("\n").indexOf(job) + 1;
  before = await snapshot(bed);
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

describeOnBed("kuma agent install --replace-scripts", () => {
  it("is proposed by discover, which shows no token", async () => {
    const { stdout, code } = await scene.run("agent", "discover");
    expect(code).toBe(0);
    expect(stdout).toContain(`${script}, line 10: reports shop.service to ${scene.kuma.url}`);
    expect(stdout).toContain("kuma agent install shop.service --replace-scripts");
    expect(stdout).not.toContain(token);
  });

  it("says in a dry run what would happen, and does nothing", async () => {
    const { stdout, code } = await scene.run("agent", "install", "shop", "--replace-scripts", "--dry-run");
    expect(code).toBe(0);
    expect(stdout.replaceAll(/\n +/g, " ")).toContain(
      `comment  ${crontabFile}, line ${line}  once the agent has reported shop.service`,
    );
    expect(stdout).not.toContain(token);
    expect(await snapshot(scene.bed)).toBe(before);
    expect(await monitorNames(scene.client)).toEqual([oldName]);
  });

  it("undoes all of it when the crontab cannot be changed", async () => {
    const { bed, client } = scene;
    const folder = "/var/spool/cron/crontabs";
    await bed.exec(["mount", "--bind", folder, folder]);
    await bed.exec(["mount", "-o", "remount,ro,bind", folder]);
    const { stderr, code } = await scene.run("agent", "install", "shop", "--replace-scripts");
    await bed.exec(["umount", folder]);
    expect(code).not.toBe(0);
    expect(stderr).toContain("could not be commented out");
    expect(await lines()).toContain(`\n${job}\n`);
    expect(await snapshot(bed)).toBe(before);
    expect(await monitorNames(client)).toEqual([oldName]);
    expect(await client.monitors.get(monitorId)).toMatchObject({ upsideDown: true, interval: 60, pushToken: token });
  });

  it("takes the job's place with its own monitor and push token, and comments out that line alone", async () => {
    const { bed, client } = scene;
    const { stdout, stderr, code } = await scene.run("agent", "install", "shop", "--replace-scripts");
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).not.toContain("Mind the monitor");
    expect(stdout).toContain(`took the place of ${crontabFile}, line ${line}`);
    expect(stdout + stderr).not.toContain(token);
    expect(await monitorNames(client)).toEqual(withAgent(oldName));
    expect(await monitorNamed(client, oldName)).toMatchObject({ id: monitorId, upsideDown: false, pushToken: token });
    const marked = `#kuma-agent watches shop.service# ${job}`;
    expect((await lines()).split("\n").filter((text) => text.includes("check_shop"))).toEqual([marked]);
    expect(await lines()).toContain("\n17 3 * * * /usr/local/bin/backup.sh\n");
    const { stdout: access } = await bed.exec(["stat", "-c", "%a %U:%G", crontabFile]);
    expect(access).toBe("600 root:crontab\n");
    const beats = await client.monitors.heartbeats(monitorId, { hours: 1 });
    expect(beats.at(-1)).toMatchObject({ status: "up", message: expect.stringContaining("active") });
  });

  it("has nothing more to do then, and keeps what it knows of the job", async () => {
    const again = await scene.run("agent", "install", "shop", "--replace-scripts");
    expect(again).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining("Nothing to do") });
    const { stdout } = await scene.run("agent", "discover", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ scripts: [] });
  });

  it("brings the job back with an uninstall, and leaves the monitor that it feeds", async () => {
    const { bed, client } = scene;
    const { stdout, code } = await scene.run("agent", "uninstall", "--yes", "--delete-monitors");
    expect(code).toBe(0);
    expect(stdout).toContain(`The monitor ${oldName} (id ${monitorId}) of shop.service was left: the job of cron`);
    expect(await lines()).toContain(`\n${job}\n`);
    expect(await monitorNames(client)).toEqual([oldName]);
    expect(await snapshot(bed)).toBe(before);
    expect((await bed.exec([script])).code).toBe(0);
  });
});
