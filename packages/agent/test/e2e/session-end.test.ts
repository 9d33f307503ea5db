import { describeOnBed } from "@kumakit/testkit/vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { must, startBedAgent } from "./agent-on-bed.ts";
import { sceneOnBed } from "./scene-on-bed.ts";

const sleeper = "[Service]\nExecStart=/bin/sleep infinity\n";
/** Ends before the bus does, so that the end of the session is heard of for certain. */
const slow = `[Unit]\nAfter=dbus.service\n${sleeper}ExecStop=/bin/sleep 2\n`;

describeOnBed("the service manager of a user that ends while the host goes on", () => {
  const scene = sceneOnBed({
    prepare: async (bed) => {
      await bed.addUser("alice");
      await bed.writeUnit("demo.service", sleeper);
      await bed.writeFile("/home/alice/.config/systemd/user/own.service", sleeper);
      await bed.writeFile("/home/alice/.config/systemd/user/slow.service", slow);
      await must(bed, ["systemctl", "start", "demo.service"]);
      await bed.execAs("alice", ["systemctl", "--user", "daemon-reload"]);
      await bed.execAs("alice", ["systemctl", "--user", "start", "own.service", "slow.service"]);
    },
  });

  test("does not hold back what the host's units do, and is reported when it stays away", async () => {
    const { bed, server } = scene;
    await bed.writeFile("/etc/token-of-own", "Tok3nOfOwn\n", "0644");
    scene.agent = await startBedAgent(bed, {
      url: server.url,
      user: "alice",
      checks: [
        { type: "systemd", unit: "demo.service", interval: 8 },
        { type: "systemd", unit: "own.service", scope: "user", interval: 8, tokenFile: "/etc/token-of-own" },
      ],
    });
    await server.waitFor(({ message, status }) => status === "up" && message.includes("own.service"));
    const uid = (await must(bed, ["id", "-u", "alice"])).trim();
    const stoppedAt = performance.now();
    await must(bed, ["systemctl", "stop", "--no-block", `user@${uid}.service`]);
    await sleep(500);
    const killedAt = performance.now();
    await must(bed, ["systemctl", "kill", "--signal=KILL", "demo.service"]);
    const down = await server.waitFor(({ status }) => status === "down", 5_000);
    expect(down.message).toBe("tk-app3: demo.service failed: signal KILL");
    expect(down.at - killedAt).toBeLessThan(1500);

    const gone = await server.waitFor(({ status, path }) => status === "down" && path.endsWith("Own"), 60_000);
    expect(gone.message).toMatch(/^tk-app3: cannot be checked: cannot read the state of units: systemctl: /);
    // Should the host go down with it, the agent would have been gone long since.
    expect(gone.at - stoppedAt).toBeGreaterThan(20_000);

    await must(bed, ["systemctl", "start", `user@${uid}.service`]);
    await bed.execAs("alice", ["systemctl", "--user", "start", "own.service"]);
    const back = await server.waitFor(
      ({ at, status, path }) => at > gone.at && status === "up" && path.endsWith("Own"),
      20_000,
    );
    expect(back.message).toContain("own.service is running");
  });
});
