import { startSystemdBed, type SystemdBed } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startPushServer } from "../support/start-push-server.ts";
import { must, putAgentOnBed, startBedAgent } from "./agent-on-bed.ts";

const plugins = "/usr/lib/nagios/plugins";

let bed: SystemdBed;
let server: Awaited<ReturnType<typeof startPushServer>>;

beforeAll(async () => {
  bed = await startSystemdBed();
  server = await startPushServer();
  await putAgentOnBed(bed);
  await must(bed, ["groupadd", "kuma-extra"]);
  await must(bed, ["useradd", "--create-home", "--groups=kuma-extra", "kuma-job"]);
  await bed.writeFile(
    "/srv/who",
    '#!/bin/sh\necho "$(id -un) $(id -Gn) in $PWD, home $HOME, $EXTRA;$NOTIFY_SOCKET"\n',
    "0755",
  );
});

afterAll(async () => {
  await bed.stop();
  await server.close();
});

interface Seen {
  readonly status: string;
  readonly message: string;
}

/** Runs the agent with these commands until it knows of all of them. */
async function seen(
  user: string,
  commands: Readonly<Record<string, Record<string, unknown>>>,
  allow: readonly string[] = [],
): Promise<Readonly<Record<string, Seen>>> {
  const checks = Object.entries(commands).map(([name, settings]) => ({ type: "command", name, ...settings }));
  const agent = await startBedAgent(bed, { url: server.url, checks, user, allow });
  try {
    let found: readonly (Seen & { readonly name: string; readonly lastResultAt: string | null })[] = [];
    await expect
      .poll(
        async () => {
          found = (JSON.parse(await agent.status().catch(() => '{"checks":[]}')) as { checks: typeof found }).checks;
          return found.filter(({ lastResultAt }) => typeof lastResultAt === "string").length;
        },
        { timeout: 30_000 },
      )
      .toBe(checks.length);
    return Object.fromEntries(found.map(({ name, status, message }) => [name, { status, message }]));
  } finally {
    await agent.stop();
  }
}

describeOnBed(
  "commands of an agent that may become another user",
  () => {
    test("Debian's own plugins", { timeout: 60_000 }, async () => {
      const said = await seen(
        "daemon",
        {
          disk: { command: [`${plugins}/check_disk`, "-w", "1%", "-c", "1%", "-p", "/"] },
          load: { command: [`${plugins}/check_load`, "-w", "9999,9999,9999", "-c", "9999,9999,9999"] },
          tcp: { command: [`${plugins}/check_tcp`, "-H", "127.0.0.1", "-p", "1"] },
          warning: { command: [`${plugins}/check_dummy`, "1", "so so"], warning: "up" },
          "warning as usual": { command: [`${plugins}/check_dummy`, "1", "so so"] },
          critical: { command: [`${plugins}/check_dummy`, "2", "bad"] },
        },
        ["ProcSubset=all"],
      );
      expect(said["disk"]).toMatchObject({
        status: "up",
        message: expect.stringMatching(/^DISK OK - free space: \/ [^|]*$/),
      });
      expect(said["load"]).toMatchObject({ status: "up", message: expect.stringMatching(/^(?:LOAD )?OK - [^|]*$/) });
      expect(said["tcp"]).toMatchObject({
        status: "down",
        message: expect.stringMatching(/Connection refused.*\(check_tcp ended with exit code 2\)$/),
      });
      expect(said["warning"]).toEqual({
        status: "up",
        message: "WARNING: WARNING: so so (check_dummy ended with exit code 1)",
      });
      expect(said["warning as usual"]).toMatchObject({ status: "down" });
      expect(said["critical"]).toMatchObject({ status: "down", message: expect.stringMatching(/^CRITICAL: bad/) });
    });

    test("as many open files as systemd gives the service, not as Node takes", { timeout: 60_000 }, async () => {
      const files = { files: { command: ["/bin/sh", "-c", "ulimit -Sn; ulimit -Hn >&2"] } };
      expect((await seen("daemon", files, ["LimitNOFILE=300:2000"]))["files"]).toEqual({
        status: "up",
        message: "300",
      });
      expect((await seen("daemon", files))["files"]?.message).toBe(
        (await must(bed, ["systemctl", "show", "--property=DefaultLimitNOFILESoft", "--value"])).trim(),
      );
    });

    test(
      "as another user, with all groups of that user, and nothing of the agent's environment",
      { timeout: 60_000 },
      async () => {
        const said = await seen(
          "root",
          {
            who: { command: ["/srv/who"], user: "kuma-job", environment: { EXTRA: "a b" }, workingDirectory: "/srv" },
            root: { command: ["/srv/who"], user: "root" },
            absent: { command: ["/srv/absent"], user: "kuma-job" },
            nobody: { command: ["/srv/who"], user: "no-such-user" },
            nowhere: { command: ["/srv/who"], workingDirectory: "/srv/absent" },
            fails: { command: ["/bin/sh", "-c", "echo setpriv: not me >&2; exit 5"], user: "kuma-job" },
          },
          ["CapabilityBoundingSet=CAP_SETUID CAP_SETGID", "PrivateUsers=no"],
        );
        expect(said["who"]).toEqual({
          status: "up",
          message: "kuma-job kuma-job kuma-extra in /srv, home /home/kuma-job, a b;",
        });
        expect(said["root"]?.message).toMatch(/^root root/);
        expect(said["absent"]).toEqual({
          status: "down",
          message: "absent cannot be started: No such file or directory",
        });
        expect(said["nobody"]?.message).toMatch(/^who: there is no user no-such-user on this host/);
        expect(said["nowhere"]?.message).toMatch(/^who: there is no directory \/srv\/absent to work in/);
        expect(said["fails"]).toEqual({ status: "down", message: "setpriv: not me (sh ended with exit code 5)" });
      },
    );

    test("an agent that may not become another user says so", { timeout: 60_000 }, async () => {
      const who = { who: { command: ["/srv/who"], user: "kuma-job" } };
      expect((await seen("daemon", who))["who"]?.message).toMatch(
        /^who: cannot run as kuma-job: only root may, and the agent runs as daemon/,
      );
      // Root without the right to become somebody else, as in a sandbox.
      const sealed =
        /^who cannot be run as another user: set\w+ failed: .*; the sandbox of the agent's service may forbid it/;
      expect((await seen("root", who))["who"]?.message).toMatch(sealed);
      expect((await seen("root", who, ["PrivateUsers=no"]))["who"]?.message).toMatch(sealed);
    });
  },
  [`${plugins}/check_disk`],
);
