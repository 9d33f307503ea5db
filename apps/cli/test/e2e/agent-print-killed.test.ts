import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { snapshot, startAgentScene, type AgentScene } from "./agent-scene.ts";

let scene: AgentScene;
let before: string;
let steps: number;

beforeAll(async () => {
  scene = await startAgentScene();
  await scene.addService("nginx.service");
  before = await snapshot(scene.bed);
  const file = ["--with-secrets", "--output-file", "/root/plan.sh"];
  const { code, stderr } = await scene.run("agent", "install", "nginx", "--print", "script", ...file);
  if (code !== 0) throw new Error(stderr);
  steps = Number((await inBed("sed -n '/^what_it_does/,/^END/p' /root/plan.sh | wc -l")).trim()) - 3;
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

async function inBed(script: string): Promise<string> {
  const { stdout, stderr, code } = await scene.bed.exec(["bash", "-c", script]);
  if (code !== 0) throw new Error(`${stderr}${stdout}`);
  return stdout;
}

/** The script, which gets a signal in the middle of a step. */
async function runWith(signal: "KILL" | "TERM", step: number): ReturnType<AgentScene["bed"]["exec"]> {
  const cut = `  if [ "$index" = ${step} ]; then kill -${signal} $$; fi\n`;
  const text = await scene.bed.readFile("/root/plan.sh");
  await scene.bed.writeFile(
    "/root/cut.sh",
    text.replace(/^do_step\(\).*\n/m, (line) => line + cut),
    "0600",
  );
  return await scene.bed.exec(["sh", "/root/cut.sh"]);
}

/** Everything but the plan itself. */
async function host(): Promise<string> {
  await inBed("mkdir -p /var/tmp/plan && mv /root/*.sh /var/tmp/plan");
  const state = await snapshot(scene.bed);
  await inBed("mv /var/tmp/plan/*.sh /root && rmdir /var/tmp/plan");
  return state.replace(/^plan\n/m, "");
}

describeOnBed("a printed script that does not come to its end", () => {
  it("has some steps to be killed in", () => {
    expect(steps).toBeGreaterThan(8);
  });

  it("puts everything back on a signal, in whichever step it comes", async () => {
    for (const step of [1, steps >> 1, steps - 1]) {
      const { code, stderr } = await runWith("TERM", step);
      expect({ step, code, stderr }).toEqual({ step, code: 1, stderr: "Everything was put back.\n" });
      expect(await host()).toBe(before);
    }
  });

  it("is put back by the next run when it was killed", async () => {
    for (const step of [1, steps >> 1, steps - 1]) {
      expect((await runWith("KILL", step)).code).toBe(137);
      expect(await inBed("ls /var/lib")).toContain("kuma-agent-install\n");
      const again = await runWith("TERM", 2);
      expect(again.stderr).toBe(
        "An earlier run was cut short. It is put back first.\nEverything was put back.\nEverything was put back.\n",
      );
      expect(await host()).toBe(before);
    }
  });

  it("is put back by an install as well, which then does the work", async () => {
    expect((await runWith("KILL", steps - 1)).code).toBe(137);
    const { code, stderr } = await scene.run("agent", "install", "nginx");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(await inBed("ls -A /run /var/lib | grep kuma-agent-install || true")).toBe("");
    expect((await scene.run("agent", "uninstall", "--yes")).code).toBe(0);
    expect(await host()).toBe(before);
  });

  it("refuses while another install is at work there", async () => {
    const { code, stdout, stderr } = await scene.bed.exec([
      "sh",
      "-c",
      "echo process 1 > /run/kuma-agent-install.lock; exec flock /run/kuma-agent-install.lock sh /root/plan.sh",
    ]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toBe("Nothing was done: another install or uninstall (process 1) is at work here.\n");
    await inBed("rm /run/kuma-agent-install.lock");
    expect(await host()).toBe(before);
  });
});
