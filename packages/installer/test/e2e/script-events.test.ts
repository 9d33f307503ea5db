import { startSystemdBed, type SystemdBed } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, it, onTestFailed } from "vitest";

import type { AgentConfig } from "@kumakit/agent/config";
import { shRuntime } from "../../src/runtime/sh-runtime.ts";
import { agentLog, installOn } from "../support/agent-on-bed.ts";
import { startPushRecorder, type PushRecorder, type RecordedPush } from "../support/push-recorder.ts";

/** How many times each unit ends and starts; 20 by hand make 200 ends. */
const rounds = Number(process.env["KUMA_EVENT_ROUNDS"] ?? 2);

const steady = Array.from({ length: 9 }, (_, n) => `unit${n}.service`);
const units = [...steady, String.raw`odd\x2dname@1.service`];
const loop = "loop.service";

let bed: SystemdBed;
let server: PushRecorder;
let untouched: string;
let undone: string;

function tokenOf(unit: string): string {
  return unit === loop ? "TokenOfLoop" : `Token${units.indexOf(unit)}`;
}

async function must(...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await bed.exec(argv);
  if (code !== 0) throw new Error(`${argv.join(" ")}: ${stderr}`);
  return stdout;
}

/** All that an install brings, and what systemd knows of it. */
async function state(): Promise<string> {
  return await must(
    "sh",
    "-c",
    "find /etc/kuma-agent /etc/systemd/system /usr/local /run/kuma-agent /var/lib/kuma-agent-install -printf '%M %u:%g %p\\n' 2>/dev/null | sort; id kuma-agent 2>&1; systemctl list-units --all --plain --no-legend 'kuma-agent*'; systemctl show --property=OnFailure,OnSuccess,Wants unit1.service",
  );
}

/** So long an interval that no heartbeat is pushed meanwhile: each push is a change. */
function config(): AgentConfig {
  const checks = [...units, loop].map((unit) => ({
    type: "systemd" as const,
    name: unit,
    unit,
    interval: 3600,
    downAfter: 0,
    tokenFile: `tokens/${tokenOf(unit)}`,
  }));
  return { version: 1, server: { url: server.url }, host: "tk-app3", checks };
}

beforeAll(async () => {
  [bed, server] = await Promise.all([startSystemdBed(), startPushRecorder()]);
  const body = "[Unit]\nStartLimitIntervalSec=0\n[Service]\nExecStart=/bin/sleep infinity\n";
  for (const unit of steady) await bed.writeUnit(unit, body);
  await bed.writeUnit(String.raw`odd\x2dname@.service`, body);
  await bed.writeUnit(
    loop,
    "[Unit]\nStartLimitIntervalSec=0\n[Service]\nExecStart=/bin/sh -c 'test ! -e /run/fails || { sleep 0.3; exit 3; }; exec sleep infinity'\nRestart=always\n",
  );
  await must("systemctl", "start", loop, ...units);
  const wish = config();
  const tokens = Object.fromEntries(
    [...units, loop].map((unit) => [`tokens/${tokenOf(unit)}`, tokenOf(unit)] as const),
  );
  untouched = await state();
  await installOn(bed, { config: wish, tokens, runtime: shRuntime, whenDone: (done) => done.undo() });
  undone = await state();
  // The first agent's pushes are not those of the second.
  server.pushes.length = 0;
  await installOn(bed, { config: wish, tokens, runtime: shRuntime });
  for (const unit of [...units, loop])
    await server.waitFor((push) => push.token === tokenOf(unit) && push.status === "up");
});

afterAll(async () => {
  await bed.stop();
  await server[Symbol.asyncDispose]();
});

beforeEach(() => {
  server.pushes.length = 0;
  onTestFailed(async () => {
    process.stderr.write(`${await agentLog(bed)}\n`);
  });
});

async function next(unit: string, status: string): Promise<RecordedPush> {
  const before = server.pushes.length;
  return await server.waitFor(
    (push) => server.pushes.indexOf(push) >= before && push.token === tokenOf(unit) && push.status === status,
  );
}

/** A change that is reported later than all that was before it. */
async function untilLooked(): Promise<void> {
  const [unit = ""] = units;
  for (const [command, status] of [
    ["stop", "down"],
    ["start", "up"],
  ] as const) {
    const pushed = next(unit, status);
    await must("systemctl", command, unit);
    await pushed;
  }
}

const told = (unit: string): readonly string[] =>
  server.pushes.filter(({ token }) => token === tokenOf(unit)).map(({ status }) => status);

describeOnBed("the script that events of systemd wake", () => {
  it("is gone without a trace when its install is undone, while a look is under way", () => {
    expect(undone).toBe(untouched);
    expect(untouched).toContain("no such user");
  });

  it("has nothing to do the second time", async () => {
    const { changed } = await installOn(bed, {
      config: config(),
      tokens: Object.fromEntries([...units, loop].map((unit) => [`tokens/${tokenOf(unit)}`, tokenOf(unit)] as const)),
      runtime: shRuntime,
    });
    expect(changed).toBe(false);
  });

  it("reports each death and each start once, and soon", async () => {
    const took: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, unit] of units.entries()) {
        const isKill = (index + round) % 2 === 0;
        const pushed = next(unit, "down");
        const begin = performance.now();
        await must("systemctl", ...(isKill ? ["kill", "--signal=KILL"] : ["stop"]), unit);
        const { at, message } = await pushed;
        took.push(at - begin);
        expect(message).toContain(isKill ? "failed: signal KILL" : "is not running (inactive/dead)");
      }
      const all = units.map((unit) => next(unit, "up"));
      await must("systemctl", "start", ...units);
      for (const { message } of await Promise.all(all))
        expect(message).toMatch(/ is running \(active\/running\), after (?:less than 1|\d+) s down$/);
    }
    for (const unit of units) expect(told(unit)).toEqual(Array.from({ length: rounds }, () => ["down", "up"]).flat());
    const [median = 0, late = 0, last = 0] = [0.5, 0.95, 1].map(
      (part) => took.toSorted((one, other) => one - other)[Math.ceil(took.length * part) - 1],
    );
    process.stderr.write(
      `${took.length} ends: p50 ${median.toFixed(0)} ms, p95 ${late.toFixed(0)} ms, max ${last.toFixed(0)} ms\n`,
    );
    // On a quiet machine a tenth of it.
    expect(median).toBeLessThan(3000);
  }, 900_000);

  it("says nothing of restarts", async () => {
    const [, unit = ""] = units;
    for (let round = 0; round < 10; round += 1) await must("systemctl", "restart", unit);
    await untilLooked();
    expect(told(unit)).toEqual([]);
  });

  it("reports a crash loop once, with a bounded number of looks, and its end", async () => {
    const down = next(loop, "down");
    await must("touch", "/run/fails");
    await must("systemctl", "kill", "--signal=KILL", loop);
    await down;
    await sleep(8000);
    const restarts = Number((await must("systemctl", "show", "-P", "NRestarts", loop)).trim());
    expect(restarts).toBeGreaterThan(8);
    expect(told(loop)).toEqual(["down"]);
    const up = next(loop, "up");
    await must("rm", "/run/fails");
    // A restart while systemd waits for the next one lets it go on counting, and the loop is too fast to see that.
    await must("systemctl", "reset-failed", loop);
    await must("systemctl", "restart", loop);
    await up;
    expect(told(loop)).toEqual(["down", "up"]);
  });

  it("leaves nothing running, and its state to everybody", async () => {
    await expect
      .poll(() => must("systemctl", "show", "-P", "ActiveState", "kuma-agent.service"), { timeout: 15_000 })
      .toBe("inactive\n");
    expect(await must("sh", "-c", "pgrep -u kuma-agent || echo none")).toBe("none\n");
    await bed.addUser("alice");
    const { stdout } = await bed.execAs("alice", ["cat", "/run/kuma-agent/status.json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      checks: [...units, loop].map((name) => ({ name, status: "up", lastPush: { ok: true } })),
    });
    const journal = await must("journalctl", "--no-pager", "--output=cat");
    expect(journal).not.toContain("multiple trigger source");
    const wakes = journal.split("\n").filter((line) => line.includes("kuma-agent-wake@"));
    expect(wakes).toEqual([]);
  });
});
