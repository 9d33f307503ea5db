import { describeOnBed } from "@kumakit/testkit/vitest";
import { expect, test } from "vitest";
import { must, program, startBedAgent } from "./agent-on-bed.ts";
import { sceneOnBed } from "./scene-on-bed.ts";

const sleeper = "[Service]\nExecStart=/bin/sleep infinity\n";
/** systemd cannot write such an argument down: neither for the bus nor for systemctl. */
const unreadable = String.raw`[Service]
ExecStart=/bin/sh -c "exec sleep infinity # \344"
`;

describeOnBed("a unit that systemd cannot describe harms none but itself", () => {
  const scene = sceneOnBed({
    prepare: async (bed) => {
      await bed.writeUnit("odd-a.service", sleeper);
      await bed.writeUnit("odd-m.service", unreadable);
      await bed.writeUnit("odd-z.service", sleeper);
      await must(bed, ["systemctl", "start", "odd-a", "odd-m", "odd-z"]);
      await must(bed, [
        "sh",
        "-c",
        'd=$(printf \'/mnt/pok\\351mon\') && mkdir -p "$d" && mount -t tmpfs -o size=64m tmpfs "$d"',
      ]);
      await must(bed, ["sh", "-c", "cd /mnt/pok* && head -c 40000000 /dev/zero >full"]);
    },
  });

  const units = ["odd-a.service", "odd-m.service", "odd-z.service"].map((unit) => ({ type: "systemd", unit }));

  test("is one that systemctl refuses to show, and all after it", async () => {
    const { code, stdout } = await scene.bed.exec(["systemctl", "show", "--property=Id,ExecStart", "odd-m", "odd-z"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.not.stringContaining("odd-z") });
  });

  test.each([
    ["over the bus", {}],
    ["by systemctl", { user: "root", allow: ["InaccessiblePaths=/run/dbus", "PrivateUsers=no"] }],
  ])("%s", async (_how, options) => {
    const others = [
      { type: "systemd", name: "pattern", unit: "odd-*.service" },
      { type: "failed-units", name: "failed" },
      { type: "disk", name: "disk", paths: ["/mnt/*"], minFree: "1%" },
    ];
    const checks = [...units, ...others].map((check) => ({ interval: 20, ...check }));
    scene.agent = await startBedAgent(scene.bed, { url: scene.server.url, checks, ...options });
    const { agent } = scene;
    const seen = async (): Promise<readonly (readonly [string, string])[]> => {
      const status = JSON.parse(await agent.status()) as {
        checks: { name: string; status: string; message: string }[];
      };
      return status.checks.map(({ name, status: how, message }) => [name, `${how} ${message}`]);
    };
    await expect
      .poll(async () => (await seen()).every(([, how]) => how.startsWith("up ")), { timeout: 20_000 })
      .toBe(true);
    const known = Object.fromEntries(await seen());
    expect(known["odd-m.service"]).toBe("up odd-m.service is running (active/running)");
    expect(known["pattern"]).toContain("all 3 units");
    expect(known["disk"]).toContain("/mnt/pok");
    await must(scene.bed, ["systemctl", "kill", "--signal=KILL", "odd-m", "odd-z"]);
    await scene.server.waitFor(({ message }) => message.includes("odd-z.service failed: signal KILL"));
    await scene.server.waitFor(
      ({ status, message }) => status === "down" && message.includes(": odd-m.service failed"),
    );
    await must(scene.bed, ["systemctl", "start", "odd-m", "odd-z"]);
  });

  test("in the script", async () => {
    const checks = units.map((check) => ({ interval: 60, name: check.unit, tokenFile: "token", ...check }));
    const config = { version: 1, server: { url: scene.server.url }, host: "tk-app3", checks };
    await scene.bed.writeFile("/etc/script/agent.json", JSON.stringify(config));
    await scene.bed.writeFile("/etc/script/token", "Tok3nOfTheTest\n", "0600");
    await must(scene.bed, [
      process.execPath,
      program,
      "sh",
      "--config=/etc/script/agent.json",
      "--output=/etc/script/run",
    ]);
    await must(scene.bed, ["/etc/script/run"]);
    expect(scene.server.pushes.map(({ status, message }) => `${status} ${message}`).toSorted()).toEqual(
      units.map(({ unit }) => `up tk-app3: ${unit} is running (active/running)`),
    );
  });
});
