import { describeOnBed } from "@kumakit/testkit/vitest";
import { expect, test } from "vitest";
import { must, startBedAgent, type BedAgent } from "./agent-on-bed.ts";
import { sceneOnBed } from "./scene-on-bed.ts";

const source = "/etc/credstore-of-root/kuma";
const token = "TokenThatRootKeeps";

describeOnBed("a token that systemd hands over", () => {
  const scene = sceneOnBed({
    prepare: async (bed) => {
      await bed.writeUnit("demo.service", "[Service]\nExecStart=/bin/sleep infinity\n");
      await must(bed, ["systemctl", "start", "demo.service"]);
      await bed.writeFile(source, `${token}\n`, "0600");
    },
  });

  async function watchDemo(tokenFile: string): Promise<BedAgent> {
    scene.agent = await startBedAgent(scene.bed, {
      url: scene.server.url,
      checks: [{ type: "systemd", unit: "demo.service", tokenFile }],
      allow: [`LoadCredential=kuma:${source}`],
    });
    return scene.agent;
  }

  test("is used, though the agent's user cannot read where it comes from, and stays secret", async () => {
    const { code } = await scene.bed.exec(["runuser", "-u", "kuma-agent", "--", "cat", source]);
    expect(code).not.toBe(0);
    const running = await watchDemo("credential:kuma");
    expect(await scene.server.waitFor(() => true)).toMatchObject({ path: `/api/push/${token}`, status: "up" });
    await must(scene.bed, ["systemctl", "kill", "--signal=KILL", "demo.service"]);
    const down = await scene.server.waitFor(({ status }) => status === "down");
    expect(down).toMatchObject({ path: `/api/push/${token}`, message: "tk-app3: demo.service failed: signal KILL" });
    await must(scene.bed, ["systemctl", "start", "demo.service"]);
    expect(await running.log()).not.toContain(token);
    expect(await running.status()).not.toContain(token);
  });

  test("that was not handed over is named, and the agent does not start", async () => {
    const running = await watchDemo("credential:other");
    await expect.poll(() => running.log(), { timeout: 10_000 }).toMatch(/other/);
    expect(await running.log()).toMatch(/demo\.service.*credential/);
    expect(scene.server.pushes).toEqual([]);
  });
});
