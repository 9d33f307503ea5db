import { agentConfigSchema } from "@kumakit/agent/config";
import { startSystemdBed, type SystemdBed } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";

import { installOnBed, tokenOf } from "../support/agent-on-bed.ts";
import { startPushRecorder, type PushRecorder } from "../support/push-recorder.ts";

const minutes = Number(process.env["KUMA_SOAK_MINUTES"] ?? 2);

const units = Array.from({ length: 10 }, (_, index) => `soak-${index + 1}.service`);

/** Twenty checks of all kinds that need nothing but the host itself. */
const checks = [
  ...units.map((unit) => ({ type: "systemd", name: unit, unit })),
  { type: "systemd", name: "pattern", unit: "soak-*.service" },
  { type: "failed-units", name: "failed units" },
  { type: "disk", name: "disk", paths: ["/"], minFree: "1%" },
  { type: "memory", name: "memory", minAvailable: "1%" },
  { type: "load", name: "load", max1: 1000 },
  { type: "file", name: "file", path: "/etc/passwd" },
  { type: "process", name: "process", program: "sleep" },
  { type: "tcp", name: "tcp", host: "127.0.0.1", port: 0 },
  { type: "http", name: "http", url: "" },
  { type: "command", name: "command", command: ["/bin/true"] },
];

interface Sample {
  /** What no other process shares, in KiB. */
  readonly memory: number;
  readonly descriptors: number;
}

/** The middle one. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** A quarter of the samples, counted from 0. */
function quarter<T>(samples: readonly T[], index: number): readonly T[] {
  return samples.slice(Math.floor((samples.length * index) / 4), Math.floor((samples.length * (index + 1)) / 4));
}

describeOnBed(`${minutes} minutes of an installed agent with ${checks.length} checks`, () => {
  let bed: SystemdBed;
  let server: PushRecorder;

  beforeAll(async () => {
    bed = await startSystemdBed();
    server = await startPushRecorder();
    for (const unit of units) {
      await bed.writeUnit(unit, "[Unit]\nStartLimitIntervalSec=0\n[Service]\nExecStart=/bin/sleep infinity\n");
    }
    await bed.exec(["systemctl", "start", ...units]);
  });
  afterAll(async () => {
    await bed?.stop();
    await server?.[Symbol.asyncDispose]();
  });

  async function sample(pid: string): Promise<Sample> {
    const script = `awk '/^Private_Dirty/ {print $2}' /proc/$1/smaps_rollup; ls /proc/$1/fd | wc -l`;
    const { stdout } = await bed.exec(["sh", "-c", script, "sample", pid]);
    const [memory = Number.NaN, descriptors = Number.NaN] = stdout.trim().split("\n").map(Number);
    return { memory, descriptors };
  }

  test(
    "needs no more memory and no more descriptors at the end than near the start",
    async () => {
      const port = Number(new URL(server.url).port);
      const config = agentConfigSchema.parse({
        version: 1,
        server: { url: server.url },
        host: "tk-app3",
        checks: checks.map((check, index) => ({
          ...check,
          ...(check.type === "tcp" ? { port } : {}),
          ...(check.type === "http" ? { url: server.url } : {}),
          // The shortest there is: a look and a push of each every second.
          interval: 6,
          tokenFile: `tokens/${index}`,
        })),
      });
      const tokens = Object.fromEntries(checks.map((_, index) => [`tokens/${index}`, tokenOf(String(index))]));
      await installOnBed(bed, config, tokens);
      const { stdout: pid } = await bed.exec(["systemctl", "show", "--value", "--property=MainPID", "kuma-agent"]);

      const samples: Sample[] = [];
      const until = Date.now() + minutes * 60_000;
      for (let round = 0; Date.now() < until; round += 1) {
        const unit = units[round % units.length] ?? "";
        await bed.exec(["systemctl", "kill", "--signal=KILL", unit]);
        await sleep(2_000);
        await bed.exec(["systemctl", "start", unit]);
        await sleep(3_000);
        samples.push(await sample(pid.trim()));
        server.pushes.splice(0, Math.max(0, server.pushes.length - 1_000));
      }

      const memory = [1, 3].map((index) => median(quarter(samples, index).map((one) => one.memory)));
      // The fewest: a leak stays open, while a program that runs or a push on its way is open for a moment.
      const descriptors = [1, 3].map((index) => Math.min(...quarter(samples, index).map((one) => one.descriptors)));
      process.stderr.write(
        `${samples.length} samples; private memory ${memory.join(" -> ")} KiB, descriptors ${descriptors.join(" -> ")}\n`,
      );
      const { stdout: pidNow } = await bed.exec(["systemctl", "show", "--value", "--property=MainPID", "kuma-agent"]);
      expect(pidNow).toBe(pid);
      expect(memory[1]).toBeLessThan((memory[0] ?? 0) * 1.1 + 4_096);
      expect(descriptors[1]).toBeLessThanOrEqual((descriptors[0] ?? 0) + 2);
      // All of them were at it to the end.
      for (const [index] of checks.entries()) {
        expect(server.pushes.some(({ token }) => token === tokenOf(String(index)))).toBe(true);
      }
    },
    minutes * 60_000 + 180_000,
  );
});
