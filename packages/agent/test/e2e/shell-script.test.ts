import { findProgram, startSystemdBed, type SystemdBed } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { parseAgentConfig } from "../../src/config/parse-agent-config.ts";
import { formatScript } from "../../src/script/format-script.ts";
import { busyboxTools, gnuTools, type Tools } from "../script/script-tools.ts";
import { startPushServer, type PushServer } from "../support/start-push-server.ts";
import { must } from "./agent-on-bed.ts";

const folder = "/srv/script";
const steady = String.raw`steady-\x2dname@1.service`;

const hosts: readonly { readonly name: string; readonly shell: readonly string[]; readonly tools: Tools }[] = [
  { name: "dash with curl", shell: ["dash"], tools: gnuTools({ curl: "curl" }) },
  { name: "dash with GNU wget", shell: ["dash"], tools: gnuTools({ wget: "wget" }) },
  { name: "bash with curl", shell: ["bash", "--posix"], tools: gnuTools({ curl: "curl" }) },
  { name: "bash with GNU wget", shell: ["bash"], tools: gnuTools({ wget: "wget" }) },
  { name: "BusyBox with curl", shell: ["busybox", "ash"], tools: busyboxTools({ curl: "curl" }) },
  { name: "BusyBox with GNU wget", shell: ["busybox", "ash"], tools: busyboxTools({ wget: "wget" }) },
];

describeOnBed(
  "the script on a real systemd",
  () => {
    let bed: SystemdBed;
    let server: PushServer;
    beforeAll(async () => {
      bed = await startSystemdBed();
      await bed.writeUnit(String.raw`steady-\x2dname@.service`, "[Service]\nExecStart=/bin/sleep infinity\n");
      await bed.writeUnit("brief.service", "[Service]\nExecStart=/bin/sleep infinity\n");
    });
    afterAll(async () => bed.stop());
    beforeEach(async () => {
      server = await startPushServer();
    });
    afterEach(async () => {
      await bed.exec(["systemctl", "stop", steady, "brief.service"]);
      await bed.exec(["systemctl", "reset-failed"]);
      await bed.exec(["rm", "-rf", folder]);
      await server.close();
    });

    /** Puts the script on the bed, for a host with just these tools. */
    async function putScript(tools: Tools, units = [steady, "brief.service"], more = {}): Promise<void> {
      const checks = units.map((unit, n) => ({
        type: "systemd",
        name: `check ${n}`,
        unit,
        interval: 60,
        tokenFile: `${n}`,
        ...more,
      }));
      const text = JSON.stringify({ version: 1, server: { url: server.url }, host: "tk-app3", checks });
      const made = formatScript(parseAgentConfig(text, { file: "agent.json" }), { folder });
      await bed.writeFile(`${folder}/kuma-agent.sh`, made.replace(/^PATH=.*$/m, `PATH=${folder}/bin`), "0700");
      for (const n of units.keys()) await bed.writeFile(`${folder}/${n}`, `Tok3n${n}\n`, "0600");
      await must(bed, ["mkdir", `${folder}/bin`]);
      for (const [name, program] of Object.entries({ ...tools, systemctl: "systemctl" })) {
        await must(bed, ["ln", "-s", findProgram(program) ?? program, `${folder}/bin/${name}`]);
      }
    }

    /** One run; what it pushed, and what else it did. */
    async function look([shell = "sh", ...options]: readonly string[]): Promise<Record<string, unknown>> {
      server.pushes.length = 0;
      const argv = [
        "env",
        `KUMA_AGENT_STATE=${folder}/state`,
        findProgram(shell) ?? shell,
        ...options,
        `${folder}/kuma-agent.sh`,
      ];
      const { code, stdout, stderr } = await bed.exec(argv);
      const pushes = server.pushes.map(({ path, status, message }) => `${path.slice(-1)} ${status} ${message}`);
      return { code, stdout, stderr, pushes: pushes.toSorted() };
    }

    test.each(hosts)(
      "$name: UP, a kill with its reason, and UP again only of what still runs a second later",
      async ({ shell, tools }) => {
        await putScript(tools);
        await must(bed, ["systemctl", "start", steady, "brief.service"]);
        const quiet = { code: 0, stdout: "", stderr: "" };
        expect(await look(shell)).toEqual({
          ...quiet,
          pushes: [
            `0 up tk-app3: ${steady} is running (active/running)`,
            "1 up tk-app3: brief.service is running (active/running)",
          ],
        });

        await must(bed, ["systemctl", "kill", "--signal=KILL", steady, "brief.service"]);
        expect(await look(shell)).toEqual({
          ...quiet,
          stderr:
            `kuma-agent: check 0: DOWN: ${steady} failed: signal KILL\n` +
            "kuma-agent: check 1: DOWN: brief.service failed: signal KILL\n",
          pushes: [
            `0 down tk-app3: ${steady} failed: signal KILL`,
            "1 down tk-app3: brief.service failed: signal KILL",
          ],
        });

        // Between two looks of a run the script sleeps; that is when one of them fails again.
        await must(bed, ["rm", `${folder}/bin/sleep`]);
        const sleeps = `#!/bin/sh\n/bin/systemctl kill --signal=ABRT brief.service\nexec /bin/sleep "$@"\n`;
        await bed.writeFile(`${folder}/bin/sleep`, sleeps, "0755");
        await must(bed, ["systemctl", "start", steady, "brief.service"]);
        // A unit that is not UP yet stays DOWN meanwhile: a run that ends before it is known must not be silent.
        expect(await look(shell)).toEqual({
          ...quiet,
          pushes: [
            `0 down tk-app3: ${steady} failed: signal KILL`,
            expect.stringMatching(
              /^0 up tk-app3: steady-.* is running \(active\/running\), after (?:less than 1|\d+) s down$/,
            ),
            "1 down tk-app3: brief.service failed: signal KILL",
          ],
        });
        expect((await look(shell))["pushes"]).toContain("1 down tk-app3: brief.service failed: signal ABRT");
      },
      60_000,
    );

    test.each([
      ["dash", gnuTools({ curl: "curl" })],
      ["busybox", busyboxTools({ curl: "curl" })],
    ])(
      "in %s: a service that rests while its socket listens, and one whose processes are gone",
      async (shell, tools) => {
        const socket = String.raw`idle\x2dwork.socket`;
        await bed.writeUnit("idle.service", "[Service]\nExecStart=/bin/sleep 1\nStandardInput=socket\n");
        await bed.writeUnit(socket, "[Socket]\nListenStream=/run/idle.sock\nService=idle.service\n");
        const daemon = "/bin/sh -c 'setsid sleep infinity </dev/null >/dev/null 2>&1 &'";
        const forking = `[Service]\nType=forking\nRemainAfterExit=yes\nGuessMainPID=no\nExecStart=${daemon}\n`;
        await bed.writeUnit("old.service", forking);
        await must(bed, ["systemctl", "start", socket, "old.service"]);
        await must(bed, ["systemctl", "kill", "--signal=KILL", "old.service"]);
        await putScript(tools, ["idle.service", "old.service"], { downAfter: 0 });
        const argv = shell === "busybox" ? ["busybox", "ash"] : [shell];
        const gone = "1 down tk-app3: old.service is not running: its processes are gone (active/exited)";
        const waits = `0 up tk-app3: idle.service waits for ${socket} (inactive/dead)`;
        expect((await look(argv))["pushes"]).toEqual([waits, gone]);
        await must(bed, ["systemctl", "stop", socket, "old.service"]);
        expect((await look(argv))["pushes"]).toContain("0 down tk-app3: idle.service is not running (inactive/dead)");
      },
    );

    test("the units of a user, from cron, which says nothing of the user's systemd", async () => {
      await bed.addUser("alice");
      const unit = "/home/alice/.config/systemd/user/mine.service";
      await bed.writeFile(unit, "[Service]\nExecStart=/bin/sleep infinity\n");
      await must(bed, ["chown", "-R", "alice", "/home/alice"]);
      const { code } = await bed.execAs("alice", ["systemctl", "--user", "start", "mine.service"]);
      expect(code).toBe(0);
      await putScript(gnuTools({ curl: "curl" }), ["mine.service"], { scope: "user" });
      await must(bed, ["chown", "-R", "alice", folder]);
      const asCron = ["runuser", "-u", "alice", "--", "env", "-i", `${folder}/kuma-agent.sh`];
      expect(await bed.exec(asCron)).toEqual({ code: 0, stdout: "", stderr: "" });
      expect(server.pushes.map(({ message }) => message)).toEqual([
        "tk-app3: mine.service is running (active/running)",
      ]);
    });
  },
  ["dash", "curl", "wget", "busybox"],
);
