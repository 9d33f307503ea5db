import { startSystemdBed, type SystemdBed } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startPushServer, type PushServer } from "../start-push-server.ts";
import { must, putAgentOnBed, startBedAgent, type BedAgent } from "./agent-on-bed.ts";

const source = "/etc/credstore-of-root/kuma";
const token = "TokenThatRootKeeps";

describeOnBed("a token that systemd hands over", () => {
  let bed: SystemdBed;
  let server: PushServer;
  let agent: BedAgent | undefined;

  beforeAll(async () => {
    bed = await startSystemdBed();
    await putAgentOnBed(bed);
    await bed.writeUnit("demo.service", "[Service]\nExecStart=/bin/sleep infinity\n");
    await must(bed, ["systemctl", "start", "demo.service"]);
    await bed.writeFile(source, `${token}\n`, "0600");
  });
  afterAll(async () => bed?.stop());
  beforeEach(async () => {
    server = await startPushServer();
  });
  afterEach(async () => {
    await agent?.stop();
    agent = undefined;
    await server.close();
  });

  async function watchDemo(tokenFile: string): Promise<BedAgent> {
    agent = await startBedAgent(bed, {
      url: server.url,
      checks: [{ type: "systemd", unit: "demo.service", tokenFile }],
      allow: [`LoadCredential=kuma:${source}`],
    });
    return agent;
  }

  test("is used, though the agent's user cannot read where it comes from, and is told to nobody", async () => {
    const { code } = await bed.exec(["runuser", "-u", "kuma-agent", "--", "cat", source]);
    expect(code).not.toBe(0);
    const running = await watchDemo("credential:kuma");
    expect(await server.waitFor(() => true)).toMatchObject({ path: `/api/push/${token}`, status: "up" });
    await must(bed, ["systemctl", "kill", "--signal=KILL", "demo.service"]);
    const down = await server.waitFor(({ status }) => status === "down");
    expect(down).toMatchObject({ path: `/api/push/${token}`, message: "tk-app3: demo.service failed: signal KILL" });
    await must(bed, ["systemctl", "start", "demo.service"]);
    expect(await running.log()).not.toContain(token);
    expect(await running.status()).not.toContain(token);
  });

  test("that was not handed over is named, and the agent does not start", async () => {
    const running = await watchDemo("credential:other");
    await expect.poll(() => running.log(), { timeout: 10_000 }).toMatch(/other/);
    expect(await running.log()).toMatch(/demo\.service.*credential/);
    expect(server.pushes).toEqual([]);
  });
});
