import { describeOnBed } from "@kumakit/testkit/vitest";
import { expect, test } from "vitest";
import { must, startBedAgent } from "./agent-on-bed.ts";
import { sceneOnBed } from "./scene-on-bed.ts";

const sleeper = "[Service]\nExecStart=/bin/sleep infinity\n";

/** Ends by itself when nobody has asked for anything for 1 s. */
const idler = `require("net")
  .createServer((socket) => socket.resume().on("close", () => setTimeout(() => process.exit(), 1000)))
  .listen({ fd: 3 });`;
const idlerUnit = `[Service]\nExecStart=${process.execPath} /opt/idler.js\n`;

/** Starts a daemon as init scripts do: systemd knows no process of it. */
const initScript = `#!/bin/sh
case $1 in
  start) setsid sleep infinity </dev/null >/dev/null 2>&1 & ;;
esac
`;

describeOnBed("a unit's own facts decide", () => {
  const scene = sceneOnBed({
    prepare: async (bed) => {
      await bed.writeFile("/opt/init", initScript, "0755");
      await bed.writeFile("/opt/idler.js", idler);
    },
    tidy: async (bed) => {
      await bed.exec(["sh", "-c", "systemctl kill --signal=KILL 'demo*'; systemctl stop 'demo*'"]);
      await bed.exec(["sh", "-c", "rm -f /etc/systemd/system/demo*; systemctl daemon-reload; systemctl reset-failed"]);
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
      checks: [{ type: "systemd", unit, interval: 6, logLines: false, ...settings }],
    });
    await scene.server.waitFor(() => true);
  }

  async function run(name: string, text: string): Promise<void> {
    await scene.bed.writeUnit(name, text);
    await must(scene.bed, ["systemctl", "start", name]);
  }

  const running = "up: demo.service is running (active/running)";

  test("a restart that takes longer than 10 s, within the unit's own limits, raises no alarm", async () => {
    const ready = "/bin/sh -c 'sleep $(cat /run/demo-takes); systemd-notify --ready; exec sleep infinity'";
    await scene.bed.writeFile("/run/demo-takes", "0");
    await run("demo.service", `[Service]\nType=notify\nNotifyAccess=all\nTimeoutStartSec=180\nExecStart=${ready}\n`);
    await watch();
    await scene.bed.writeFile("/run/demo-takes", "11");
    await must(scene.bed, ["systemctl", "restart", "demo.service"]);
    await scene.server.untilLooked();
    expect(story()).toEqual([running]);
  });

  test("a stop that takes longer than 10 s raises no alarm before it is over", async () => {
    const slow = "/bin/sh -c 'trap \"sleep 11; exit 0\" TERM; sleep infinity & wait; wait'";
    await run("demo.service", `[Service]\nTimeoutStopSec=60\nKillMode=mixed\nExecStart=${slow}\n`);
    await watch("demo.service", { downAfter: 1 });
    await must(scene.bed, ["systemctl", "stop", "demo.service"]);
    await scene.server.waitFor(({ status }) => status === "down");
    expect(story()).toEqual([running, "down: demo.service is not running (inactive/dead)"]);
  });

  test("a oneshot that hangs is DOWN when its time is over, until a run of it succeeds", async () => {
    const work = "/bin/sh -c 'test -e /run/demo-may-end || exec sleep infinity'";
    await scene.bed.writeUnit("demo.service", `[Service]\nType=oneshot\nExecStart=/bin/true\nExecStart=${work}\n`);
    await must(scene.bed, ["systemctl", "start", "--no-block", "demo.service"]);
    await watch("demo.service", { maxRuntime: 2 });
    const { message, at } = await scene.server.waitFor(({ status }) => status === "down");
    expect(message).toMatch(/demo\.service is at work \(activating\/start\) for \d+ s, limit 2 s$/);
    await scene.bed.writeFile("/run/demo-may-end", "");
    await must(scene.bed, ["systemctl", "restart", "demo.service"]);
    const good = await scene.server.waitFor((push) => push.status === "up" && push.at > at);
    expect(good.message).toMatch(/demo\.service (?:finished successfully|has not failed; .*) \(inactive\/dead\)/);
  });

  test("a service that its socket starts is UP while that listens", async () => {
    await scene.bed.writeUnit("demo.service", idlerUnit);
    await run("demo.socket", "[Socket]\nListenStream=/run/demo.sock\n");
    await watch("demo.service", { downAfter: 1 });
    const connect = `require("net").connect("/run/demo.sock").on("connect", () => setTimeout(() => process.exit(), 300))`;
    await must(scene.bed, [process.execPath, "-e", connect]);
    const used = await scene.server.waitFor(({ message }) => message.includes("is running"));
    await scene.server.waitFor(({ message, at }) => message.includes("waits for") && at > used.at);
    await must(scene.bed, ["systemctl", "stop", "demo.socket"]);
    const down = await scene.server.waitFor(({ status }) => status === "down");
    await must(scene.bed, ["systemctl", "start", "demo.socket"]);
    await scene.server.waitFor(({ status, at }) => status === "up" && at > down.at);
    const waits = "up: demo.service waits for demo.socket (inactive/dead)";
    const told = story();
    expect(told[0]).toBe(waits);
    expect(told.slice(-3)).toEqual([waits, "down: demo.service is not running (inactive/dead)", waits]);
    expect(told.filter((text) => text.startsWith("down"))).toHaveLength(1);
  });

  test("a group counts members that wait for their sockets", async () => {
    await scene.bed.writeUnit("demo-a.service", idlerUnit);
    await run("demo-a.socket", "[Socket]\nListenStream=/run/demo-a.sock\n");
    await run("demo-b.service", sleeper);
    await watch("demo-*.service", { downAfter: 1, atLeast: 2 });
    expect(story()).toEqual(["up: all 2 units that match demo-*.service are well"]);
    await must(scene.bed, ["systemctl", "stop", "demo-a.socket"]);
    await scene.server.waitFor(({ status }) => status === "down");
  });

  test("a job of a timer that is no oneshot is UP when it has done its work, and DOWN when it failed", async () => {
    await scene.bed.writeFile("/run/demo-exit", "0");
    await scene.bed.writeUnit("demo.service", "[Service]\nExecStart=/bin/sh -c 'exit $(cat /run/demo-exit)'\n");
    await run("demo.timer", "[Timer]\nOnActiveSec=100ms\nOnCalendar=yearly\nAccuracySec=100ms\n");
    await watch("demo.service", { downAfter: 1 });
    await scene.bed.writeFile("/run/demo-exit", "5");
    await scene.bed.exec(["systemctl", "start", "demo.service"]);
    await scene.server.waitFor(({ status }) => status === "down");
    expect(story().at(-1)).toBe("down: demo.service failed: exit code 5");
    expect(story()[0]).toBe("up: demo.service waits for demo.timer (inactive/dead)");
  });

  test("an init script whose daemon is killed is DOWN, for an agent that starts later, too", async () => {
    const unit =
      "[Service]\nType=forking\nRemainAfterExit=yes\nGuessMainPID=no\nKillMode=process\nExecStart=/opt/init start\n";
    await run("demo.service", unit);
    await watch();
    await must(scene.bed, ["systemctl", "kill", "--kill-whom=all", "--signal=KILL", "demo.service"]);
    await scene.server.waitFor(({ status }) => status === "down");
    const gone = "down: demo.service is not running: its processes are gone (active/exited)";
    expect(story()).toEqual([running, gone]);
    // What systemd remembers outlasts a reload of its files, and the agent.
    await must(scene.bed, ["systemctl", "daemon-reload"]);
    await scene.agent?.stop();
    scene.server.pushes.length = 0;
    await watch();
    expect(story()).toEqual([gone]);
    await must(scene.bed, ["systemctl", "restart", "demo.service"]);
    await scene.server.waitFor(({ status }) => status === "up");
  });
});
