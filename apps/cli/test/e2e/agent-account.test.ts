import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { snapshot, startAgentScene, type AgentScene } from "./agent-scene.ts";

let scene: AgentScene;

beforeAll(async () => {
  scene = await startAgentScene();
  await scene.addService("demo.service");
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

async function sh(script: string): Promise<string> {
  const { code, stdout, stderr } = await scene.bed.exec(["sh", "-c", script]);
  if (code !== 0) throw new Error(`${script}: ${stderr}`);
  return stdout;
}

/** Runs kuma where a mount hides something. */
function runBehind(mount: string, ...args: readonly string[]): ReturnType<AgentScene["run"]> {
  return scene.runBelow(["unshare", "-m", "sh", "-c", `${mount} && exec "$@"`, "sh"], ...args);
}

describeOnBed("the account of an agent", () => {
  it("keeps a group that was there before, with plain su and without getent", async () => {
    await sh("groupadd --system kuma-agent");
    const before = await snapshot(scene.bed);
    const installed = await runBehind("mount --bind /dev/null /usr/bin/getent", "agent", "install", "demo");
    expect(installed).toMatchObject({ code: 0, stderr: "" });
    expect(await sh("id -gn kuma-agent")).toBe("kuma-agent\n");
    // A job leaves a record of its runs.
    const token = "/etc/kuma-agent/tokens/demo.service";
    await sh(`/usr/local/bin/kuma-agent exec --token-file ${token} -- true && ls /var/lib/kuma-agent-jobs/*.json`);
    const args = ["agent", "uninstall", "--yes", "--delete-monitors"];
    const gone = await scene.runBelow(["env", "PATH=/usr/bin:/bin"], ...args);
    expect(gone).toMatchObject({ code: 0, stderr: "" });
    expect(await snapshot(scene.bed)).toBe(before);
    expect(await sh("ls /var/lib | grep kuma || true")).toBe("");
    await sh("groupdel kuma-agent");
  });

  it("stays as long as the host's configuration names it, and an uninstall says where", async () => {
    const before = await snapshot(scene.bed);
    expect((await scene.run("agent", "install", "demo")).code).toBe(0);
    const config = "; kuma-agent reads this\n[unix_http_server]\nchown=root:kuma-agent\n";
    await scene.bed.writeFile("/etc/socket.conf", config, "0644");
    const said = "The account kuma-agent stays on this host, because /etc/socket.conf:3 names it.";
    expect((await scene.run("agent", "uninstall", "--dry-run")).stderr.replace(/\s+/g, " ")).toContain(said);
    const { code, stderr } = await scene.run("agent", "uninstall", "--yes", "--delete-monitors");
    expect(code).toBe(0);
    expect(stderr).toContain(`${said} Take it out there first, then: userdel kuma-agent`);
    await sh("chown root:kuma-agent /etc/socket.conf && rm /etc/socket.conf && userdel kuma-agent");
    expect(await snapshot(scene.bed)).toBe(before);
  });

  it("cannot be made where /etc is read-only, and the reason says so", async () => {
    const before = await snapshot(scene.bed);
    const { code, stderr } = await runBehind(
      "mount --bind /etc /etc && mount -o remount,bind,ro /etc",
      "agent",
      "install",
      "demo",
    );
    expect(code).toBe(1);
    expect(stderr).toContain("Making the user kuma-agent failed on this host: the file system is read-only");
    expect(await snapshot(scene.bed)).toBe(before);
  });
});
