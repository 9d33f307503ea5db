import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { monitorNames, snapshot, startAgentScene, type AgentScene } from "./agent-scene.ts";

let scene: AgentScene;
let before: string;

beforeAll(async () => {
  scene = await startAgentScene();
  await scene.addService("demo.service");
  before = await snapshot(scene.bed);
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

const install = ["agent", "install", "demo"] as const;
const uninstall = ["agent", "uninstall", "--yes", "--delete-monitors"] as const;

/** Runs kuma behind lines of a shell, whose mounts nobody else sees. */
function runBehind(lines: string, ...args: readonly string[]): ReturnType<AgentScene["run"]> {
  return scene.runBelow(["unshare", "-m", "sh", "-c", `${lines}\nexec "$@"`, "sh"], ...args);
}

const readOnly = (folder: string): string => `mount --bind ${folder} ${folder} && mount -o remount,bind,ro ${folder}`;

describeOnBed("an install in odd surroundings", () => {
  it("is the same with an empty environment and a strict umask", async () => {
    expect(await scene.run(...install)).toMatchObject({ code: 0 });
    const usual = await snapshot(scene.bed);
    expect(await scene.run(...uninstall)).toMatchObject({ code: 0 });
    const bare = ["env", "-i", "HOME=/root", "/bin/sh", "-c", 'umask 077; exec "$@"', "sh"];
    expect(await scene.runBelow(bare, ...install)).toMatchObject({ code: 0, stderr: "" });
    // Nothing but the account's numbers may differ.
    const files = (text: string): string => text.replaceAll(/^[0-9a-f]{64} .*$/gm, "");
    expect(files(await snapshot(scene.bed))).toBe(files(usual));
    expect(await scene.runBelow(bare, ...uninstall)).toMatchObject({ code: 0, stderr: "" });
    expect(await snapshot(scene.bed)).toBe(before);
  });

  it.each([
    ["the disk is full", "mount -t tmpfs -o size=100k tmpfs /usr/local/lib", "the disk is full", "df -h"],
    ["/var is read-only", readOnly("/var"), "the file system is read-only", "remount,rw"],
    [
      "/usr is read-only",
      readOnly("/usr"),
      "Could not make /usr/local/lib/kuma-agent: the file system is read-only",
      "remount,rw",
    ],
    [
      "a policy denies root to write",
      `mount -t tmpfs -o mode=555 tmpfs /usr/local/lib
set -- setpriv --inh-caps=-dac_override --bounding-set=-dac_override -- "$@"`,
      "permission denied",
      "a policy such as SELinux",
    ],
    ["there is no bus", "mount -t tmpfs tmpfs /run/dbus", "D-Bus", "systemctl start dbus.socket"],
  ])("fails where %s, says so and how to go on, and leaves nothing", async (_where, lines, ...words) => {
    const { stderr, ...ended } = await runBehind(lines, ...install);
    for (const said of words) expect(stderr.replaceAll(/\s+/g, " ")).toContain(said);
    expect(stderr).not.toContain("bug");
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(await monitorNames(scene.client)).toEqual([]);
    expect(await snapshot(scene.bed)).toBe(before);
  });

  it.each(["/usr", "/etc", "/var"])("cannot be taken away where %s is read-only, and goes on then", async (folder) => {
    expect(await scene.run(...install)).toMatchObject({ code: 0 });
    const installed = await snapshot(scene.bed);
    const monitors = await monitorNames(scene.client);
    const { code, stderr } = await runBehind(readOnly(folder), ...uninstall);
    const said = stderr.replaceAll(/\s+/g, " ");
    expect({ code, said }).toMatchObject({ code: 1, said: expect.stringContaining("the file system is read-only") });
    expect(said).toContain("remount,rw");
    expect(said).not.toContain("bug");
    expect(await monitorNames(scene.client)).toEqual(monitors);
    expect(await snapshot(scene.bed)).toBe(installed);
    expect(await scene.run("agent", "status")).toMatchObject({ code: 0 });
    expect(await scene.run(...uninstall)).toMatchObject({ code: 0 });
    expect(await snapshot(scene.bed)).toBe(before);
  });
});
