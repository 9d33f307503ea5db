import { describeOnBed } from "@kumakit/testkit/vitest";
import { expect, test } from "vitest";
import { must, startBedAgent } from "./agent-on-bed.ts";
import { sceneOnBed } from "./scene-on-bed.ts";

const sleeper = "[Service]\nExecStart=/bin/sleep infinity\n";
const notifying = (rest: string): string =>
  `[Service]\nType=notify\nNotifyAccess=all\nExecStart=/bin/sh -c 'if ! test -e /run/never-ready; then systemd-notify --ready; fi; exec sleep infinity'\n${rest}`;

describeOnBed("every way in which a unit can fail, beat by beat", () => {
  const scene = sceneOnBed({
    tidy: async (bed) => {
      await bed.exec(["systemctl", "kill", "--signal=KILL", "demo.service"]);
      await bed.exec(["systemctl", "stop", "demo.service", "demo.socket"]);
      await bed.exec([
        "sh",
        "-c",
        "rm -rf /etc/systemd/system/demo* /etc/systemd/system/*.wants/demo* /run/never-ready; systemctl daemon-reload",
      ]);
      await bed.exec(["systemctl", "reset-failed"]);
    },
  });

  /** What the server has heard, each news once, without the host and without how long it lasted. */
  function story(): string[] {
    return scene.server.pushes
      .map(({ status, message }) => `${status}: ${message.replace("tk-app3: ", "").replace(/, after .* down$/, "")}`)
      .filter((text, index, all) => text !== all[index - 1]);
  }

  async function watch(unit = "demo.service", settings: Record<string, unknown> = {}): Promise<void> {
    scene.agent = await startBedAgent(scene.bed, {
      url: scene.server.url,
      checks: [{ type: "systemd", unit, interval: 60, ...settings }],
    });
    await scene.server.waitFor(() => true);
  }

  async function run(name: string, text: string): Promise<void> {
    await scene.bed.writeUnit(name, text);
    await must(scene.bed, ["systemctl", "start", name]);
  }

  const running = "up: demo.service is running (active/running)";

  test("a start that fails because there is no such program", async () => {
    await run("demo.service", sleeper);
    await watch("demo.service", { interval: 6 });
    await scene.bed.writeUnit("demo.service", "[Service]\nExecStart=/no/such/program\n");
    await scene.bed.exec(["systemctl", "restart", "demo.service"]);
    await scene.server.waitFor(({ status }) => status === "down");
    await scene.server.untilLooked();
    expect(story()).toEqual([running, "down: demo.service failed: exit code 203/EXEC"]);
  });

  test("a start that times out", async () => {
    await run("demo.service", notifying("TimeoutStartSec=2\n"));
    await watch("demo.service", { interval: 6 });
    await scene.bed.writeFile("/run/never-ready", "");
    await scene.bed.exec(["systemctl", "restart", "demo.service"]);
    await scene.server.waitFor(({ status }) => status === "down");
    await scene.server.untilLooked();
    expect(story()).toEqual([running, "down: demo.service failed: timeout"]);
  });

  test("a stop that hangs", async () => {
    await run("demo.service", `[Service]\nExecStart=/bin/sh -c 'trap "" TERM; sleep infinity'\nTimeoutStopSec=2\n`);
    await watch("demo.service", { interval: 6 });
    await scene.bed.exec(["systemctl", "stop", "demo.service"]);
    await scene.server.waitFor(({ status }) => status === "down");
    await scene.server.untilLooked();
    expect(story()).toEqual([running, "down: demo.service failed: timeout"]);
  });

  test("a watchdog that is not fed", async () => {
    await run("demo.service", notifying("WatchdogSec=2\n"));
    await watch("demo.service", { interval: 6 });
    await scene.server.waitFor(({ status }) => status === "down");
    await scene.server.untilLooked();
    expect(story()).toEqual([running, "down: demo.service failed: watchdog timeout"]);
  });

  test("a condition that is not met", async () => {
    const install = "[Install]\nWantedBy=multi-user.target\n";
    await run("demo.service", sleeper + install);
    await must(scene.bed, ["systemctl", "enable", "demo.service"]);
    await watch("demo.service", { downAfter: 1 });
    await scene.bed.writeUnit("demo.service", `[Unit]\nConditionPathExists=/no/such/file\n${sleeper}${install}`);
    await scene.bed.exec(["systemctl", "restart", "demo.service"]);
    await scene.server.waitFor(({ status }) => status === "down");
    expect(story()).toEqual([
      running,
      "down: demo.service is not running (inactive/dead), a condition for its start was not met",
    ]);
  });

  test("a unit file that is removed, or masked, while the service runs", async () => {
    await run("demo.service", sleeper);
    await watch("demo.service", { downAfter: 1, interval: 8 });
    await must(scene.bed, ["rm", "/etc/systemd/system/demo.service"]);
    await must(scene.bed, ["systemctl", "daemon-reload"]);
    await scene.server.waitFor(({ message }) => message.includes("its unit file is gone: it cannot be started again"));
    await must(scene.bed, ["systemctl", "mask", "demo.service"]);
    await scene.server.waitFor(({ message }) => message.includes("it is masked: it cannot be started again"));
    await must(scene.bed, ["systemctl", "stop", "demo.service"]);
    await scene.server.waitFor(({ status }) => status === "down");
    expect(story()).toEqual([
      running,
      `${running}, but its unit file is gone: it cannot be started again`,
      `${running}, but it is masked: it cannot be started again`,
      "down: demo.service is masked",
    ]);
    await must(scene.bed, ["systemctl", "unmask", "demo.service"]);
  });

  test("a unit that is watched by an alias", async () => {
    await run("demo.service", `${sleeper}[Install]\nAlias=demo-alias.service\n`);
    await must(scene.bed, ["systemctl", "enable", "demo.service"]);
    await watch("demo-alias.service");
    const killedAt = performance.now();
    await must(scene.bed, ["systemctl", "kill", "--signal=KILL", "demo.service"]);
    const down = await scene.server.waitFor(({ status }) => status === "down");
    expect(down.at - killedAt).toBeLessThan(1500);
    await must(scene.bed, ["systemctl", "start", "demo.service"]);
    await scene.server.waitFor(({ at, status }) => at > down.at && status === "up");
    const name = "demo-alias.service";
    expect(story()).toEqual([
      `up: ${name} is running (active/running)`,
      `down: ${name} failed: signal KILL`,
      `up: ${name} is running (active/running)`,
    ]);
    await must(scene.bed, ["systemctl", "disable", "demo.service"]);
  });

  test("a socket whose service fails too often", async () => {
    await scene.bed.writeUnit("demo.service", "[Service]\nExecStart=/bin/false\nStandardInput=socket\n");
    await run("demo.socket", "[Socket]\nListenStream=/run/demo.sock\nTriggerLimitIntervalSec=0\n");
    await watch("demo.socket");
    const connect = `const { connect } = require("net");
      let left = 20;
      const next = () => left-- && connect("/run/demo.sock").on("error", () => {}).on("close", () => setTimeout(next, 50));
      next();`;
    await scene.bed.exec([process.execPath, "-e", connect]);
    await scene.server.waitFor(({ status }) => status === "down");
    const [first, second] = story();
    expect(first).toBe("up: demo.socket is listening (active/listening)");
    expect(second).toMatch(/^down: demo\.socket failed: start limit hit by its service, which failed too often$/);
  });
});
