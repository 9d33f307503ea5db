import type { AgentConfig } from "@kumakit/agent/config";
import { patience, startSystemdBed, staticBusybox, type SystemdBed } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it, onTestFailed } from "vitest";

import { carryOut, lockHost, planUninstall, readAgentLog, reportAgent, surveyHost } from "../../src/index.ts";
import { shRuntime } from "../../src/runtime/sh-runtime.ts";
import { installOn } from "../support/agent-on-bed.ts";
import { bedHost } from "../support/bed-host.ts";
import { startPushRecorder, type PushRecorder } from "../support/push-recorder.ts";

interface Cron {
  readonly name: string;
  /** Starts it as a distribution does. */
  readonly start: string;
  readonly entry: string;
  readonly text: string;
}

const entryCommand = "KUMA_AGENT_STATE=/var/lib/kuma-agent /usr/local/lib/kuma-agent/look.sh >/dev/null 2>&1";
const head = "# Written by kuma agent install. Changes are lost with the next install.\n";

/** A program of somebody that looks like the crond of BusyBox, with a folder of theirs. */
const impostor = [
  `cp ${staticBusybox} /srv/busybox`,
  "printf 'sleep 10000\\n' >/srv/crond",
  "mkdir -m 777 /srv/theirs",
  `(cd /srv && setpriv --reuid=65534 --regid=65534 --clear-groups bash -c 'exec -a sh ./busybox crond -c /srv/theirs' </dev/null >/dev/null 2>&1 &)`,
].join(" && ");

const crons: readonly Cron[] = [
  {
    name: "Debian's cron",
    start: "cron",
    entry: "/etc/cron.d/kuma-agent",
    text: `${head}SHELL=/bin/sh\nMAILTO=""\n* * * * * kuma-agent ${entryCommand}\n`,
  },
  {
    name: "the crond of BusyBox",
    start: `${impostor} && ln -s ${staticBusybox} /usr/sbin/crond && mkdir /etc/crontabs && crond -c /etc/crontabs`,
    entry: "/etc/crontabs/kuma-agent",
    text: `${head}* * * * * ${entryCommand}\n`,
  },
];

/** Would make files, if any text of a config reached a shell or a crontab as more than a text. */
const bait = '% 100%\\%`touch /srv/out/a` $(touch /srv/out/b) ; touch /srv/out/c #\'"" & touch /srv/out/d';

/** The findings of a program on what it may do, in one line. */
const rights = "echo $(id -un; id -Gn; grep CapEff /proc/self/status; { cat /etc/shadow; : >/etc/kuma-agent/x; } 2>&1)";

function config(url: string): AgentConfig {
  const check = (name: string, command: [string, ...string[]]) => ({
    type: "command" as const,
    name,
    command,
    interval: 180,
    tokenFile: `tokens/${tokenOf(name)}`,
  });
  return {
    version: 1,
    server: { url },
    host: "tk-app3",
    checks: [
      check("steady", ["/bin/cat", "/srv/steady"]),
      check("sick", ["/bin/cat", "/srv/sick"]),
      check(odd, ["/bin/sh", "-c", 'printf "%s" "$1"', "sh", bait]),
      check("rights", ["/bin/sh", "-c", rights]),
    ],
  };
}

const odd = `odd ${bait}`;

function tokenOf(name: string): string {
  return `Token${Buffer.from(name).toString("hex").slice(0, 24)}`;
}

interface Scene {
  readonly cron: Cron;
  readonly bed: SystemdBed;
  readonly server: PushRecorder;
  readonly untouched: string;
}

async function must(bed: SystemdBed, ...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await bed.exec(argv);
  if (code !== 0) throw new Error(`${argv.join(" ")}: ${stderr}`);
  return stdout;
}

/** All of a host that an install could leave something in. */
async function state(bed: SystemdBed): Promise<string> {
  const find =
    "cd / && find etc usr/local var/lib var/spool run tmp -xdev -maxdepth 5 -name '*-' -o -name .pwd.lock -o -path etc/.kumakit-bed -o -printf '%M %u:%g %p %l\\n' | sort";
  return await must(bed, "bash", "-c", `${find}; sha256sum /etc/passwd /etc/group; pgrep -u kuma-agent; true`);
}

async function install(
  { bed, server }: Pick<Scene, "bed" | "server">,
  whenDone?: Parameters<typeof installOn>[1]["whenDone"],
): Promise<boolean> {
  const wish = config(server.url);
  const tokens = Object.fromEntries(wish.checks.map(({ name, tokenFile }) => [tokenFile, tokenOf(name)]));
  const { changed } = await installOn(bed, {
    config: wish,
    tokens,
    runtime: shRuntime,
    ...(whenDone === undefined ? {} : { whenDone }),
  });
  return changed;
}

async function start(cron: Cron): Promise<Scene> {
  const [bed, server] = await Promise.all([startSystemdBed({ init: "none" }), startPushRecorder()]);
  await must(
    bed,
    "sh",
    "-c",
    `rm -rf /var/lib/kuma-agent-jobs && mkdir -m 0777 /srv/out && echo fine >/srv/steady && ${cron.start}`,
  );
  const untouched = await state(bed);
  await install({ bed, server }, (done) => done.undo());
  const undone = await state(bed);
  expect(undone).toBe(untouched);
  server.pushes.length = 0;
  await install({ bed, server });
  return { cron, bed, server, untouched };
}

let scenes: readonly Scene[] = [];

beforeAll(async () => {
  scenes = await Promise.all(crons.map(start));
}, 120_000);

afterAll(async () => {
  await Promise.all(scenes.flatMap(({ bed, server }) => [bed.stop(), server[Symbol.asyncDispose]()]));
});

/** On both hosts at the same time: both wait for the same minute. */
async function onBoth(work: (scene: Scene) => Promise<void>): Promise<void> {
  onTestFailed(async () => {
    for (const { bed, cron } of scenes)
      process.stderr.write(`${cron.name}:\n${(await bed.exec(["cat", "/var/lib/kuma-agent/log"])).stdout}\n`);
  });
  await Promise.all(scenes.map(work));
}

async function logOf(bed: SystemdBed): Promise<readonly string[]> {
  const lines: string[] = [];
  const host = bedHost(bed);
  const facts = await surveyHost(host, { scope: "system" });
  await readAgentLog(host, facts, { lines: 100, onLine: ({ message }) => void lines.push(message) });
  return lines;
}

/** A round as cron starts it. */
const asCron = ["su", "-s", "/bin/sh", "-c", entryCommand, "kuma-agent"] as const;

describeOnBed("a host without systemd", () => {
  it("knows which cron runs", () =>
    onBoth(async ({ bed, cron }) => {
      const facts = await surveyHost(bedHost(bed), { scope: "system" });
      const kind = cron.entry.startsWith("/etc/cron.d/") ? "cron.d" : "crontabs";
      expect(facts.cron).toMatchObject({ kind, entry: cron.entry });
      expect(facts.has.systemd).toBe(false);
    }));

  it("gets an entry that holds nothing of the config, and the first beats at once", () =>
    onBoth(async ({ bed, cron, server }) => {
      expect(await bed.readFile(cron.entry)).toBe(cron.text);
      const steady = await server.waitFor(({ token }) => token === tokenOf("steady"));
      expect(steady).toMatchObject({ status: "up", message: "tk-app3: fine" });
      const sick = await server.waitFor(({ token }) => token === tokenOf("sick"));
      expect(sick.status).toBe("down");
      expect(sick.message).toContain("/srv/sick: No such file or directory");
    }));

  it("executes nothing that a name or a command holds", () =>
    onBoth(async ({ bed, server }) => {
      const { status, message } = await server.waitFor(({ token }) => token === tokenOf(odd));
      expect({ status, message }).toEqual({ status: "up", message: `tk-app3: ${bait}` });
      expect(await must(bed, "ls", "-A", "/srv/out")).toBe("");
    }));

  it("runs commands with no rights but those of the agent's user", () =>
    onBoth(async ({ server }) => {
      const { message } = await server.waitFor(({ token }) => token === tokenOf("rights"));
      expect(message).toMatch(/^tk-app3: kuma-agent kuma-agent CapEff: 0+ cat: \/etc\/shadow: Permission denied /);
      expect(message).toContain("/etc/kuma-agent/x: Permission denied");
    }));

  it("has nothing to do the second time", () =>
    onBoth(async (scene) => {
      expect(await install(scene)).toBe(false);
    }));

  it("reports a failure with its reason, and a recovery, when cron's minute comes", { timeout: 200_000 }, () =>
    onBoth(async ({ bed, server }) => {
      // Whatever the first round was still about is over.
      await must(bed, "flock", "/var/lib/kuma-agent/lock", "true");
      server.pushes.length = 0;
      await must(bed, "sh", "-c", "rm /srv/steady; echo well >/srv/sick");
      const down = await server.waitFor(
        ({ token, status }) => token === tokenOf("steady") && status === "down",
        75_000,
      );
      expect(down.message).toMatch(
        /^tk-app3: (?:\/bin\/)?cat: \/srv\/steady: No such file or directory \(cat ended with exit code 1\)$/,
      );
      const up = await server.waitFor(({ token, status }) => token === tokenOf("sick") && status === "up", 75_000);
      expect(up.message).toMatch(/^tk-app3: well, after .* down$/);
    }),
  );

  it("says how it is, and what it has logged", () =>
    onBoth(async ({ bed }) => {
      const host = bedHost(bed);
      const facts = await surveyHost(host, { scope: "system" });
      await expect
        .poll(async () => (await reportAgent(host, facts)).status?.checks.map(({ status }) => status), {
          timeout: patience(20_000),
        })
        .toEqual(["down", "up", "up", "up"]);
      expect(await reportAgent(host, facts)).toMatchObject({
        runtime: "sh",
        service: { manager: "cron", activeState: "active", isEnabled: true },
        isCurrent: true,
      });
      const log = await logOf(bed);
      expect(log).toContainEqual(expect.stringMatching(/^steady: DOWN: /));
      expect(log).toContainEqual(expect.stringMatching(/^sick: UP: well$/));
    }));

  it("lets one round work at a time, and ends one that hangs", () =>
    onBoth(async ({ bed }) => {
      const hold = "exec flock --no-fork /var/lib/kuma-agent/lock sh -c ";
      const held = (begun: string) =>
        bed.start([
          ...asCron.slice(0, 4),
          `${hold}'echo $$ ${begun} >/var/lib/kuma-agent/holder; : >/var/lib/kuma-agent/is-held; exec sleep 600'`,
          "kuma-agent",
        ]);
      const uptime = `"$(cut -d. -f1 /proc/uptime)"`;
      for (const [begun, code] of [
        [uptime, 75],
        ["0", 0],
      ] as const) {
        const hanging = held(begun);
        await expect.poll(() => bed.exec(["rm", "/var/lib/kuma-agent/is-held"])).toMatchObject({ code: 0 });
        await must(bed, "sh", "-c", "echo fine >/srv/steady");
        expect((await bed.exec(asCron)).code).toBe(code);
        if (code === 75) await must(bed, "pkill", "-KILL", "-u", "kuma-agent", "sleep");
        await hanging.finished;
      }
      expect(await logOf(bed)).toContainEqual(
        expect.stringMatching(/^a round that began \d+ s ago hangs, and is ended$/),
      );
    }));

  it("is as it was when the agent goes, also while a round is under way", () =>
    onBoth(async ({ bed, untouched }) => {
      const host = bedHost(bed);
      const slow = bed.start([
        ...asCron.slice(0, 4),
        `KUMA_AGENT_STATE=/var/lib/kuma-agent exec sleep 600`,
        "kuma-agent",
      ]);
      await expect.poll(() => bed.exec(["pgrep", "-u", "kuma-agent", "sleep"])).toMatchObject({ code: 0 });
      const question = { scope: "system" } as const;
      await using lock = await lockHost(host, await surveyHost(host, question));
      const facts = await surveyHost(host, question);
      const checks = config("").checks.map(({ name }) => name);
      const { plan, secrets } = planUninstall(facts, { checks, program: "" });
      await carryOut(host, plan, { lock, secrets });
      await slow.finished;
      await lock[Symbol.asyncDispose]();
      await must(bed, "rm", "-f", "/srv/steady", "/srv/sick");
      expect(await state(bed)).toBe(untouched);
    }));
});
