import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { connect, passwordAuth, type KumaClient } from "@kumakit/client";
import { startKuma, type KumaServer } from "@kumakit/testkit";
import type { Benchmark } from "../benchmark.ts";
import { AgentBenchBed } from "./agent-bench-bed.ts";
import { BeatWatch } from "./beat-watch.ts";
import { scriptFor } from "./check-script.ts";

const rounds = 100;

/** Of cron, in ms. */
const cronPeriodMs = 60_000;

/** A unit, and the program that reports it. */
interface Subject {
  readonly unit: string;
  readonly beats: BeatWatch;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** From the SIGKILL of a unit's process to the DOWN that is stored, in ms; then has it run again. */
async function timeDown(bed: AgentBenchBed, { unit, beats }: Subject): Promise<number> {
  const pid = bed.pidOf(unit);
  const killedAt = performance.now();
  process.kill(pid, "SIGKILL");
  const took = (await beats.until("down")) - killedAt;
  await bed.must("systemctl", "start", unit);
  await beats.until("up");
  await sleep(50);
  return took;
}

async function pushMonitor(
  client: KumaClient,
  url: string,
  name: string,
): Promise<{ id: number; pushUrl: string; token: string }> {
  const { id, pushToken } = await client.monitors.create({ type: "push", name, interval: 60 });
  if (typeof pushToken !== "string") throw new Error("the monitor has no push token");
  return { id, pushUrl: `${url}/api/push/${pushToken}`, token: pushToken };
}

async function logIn({ url, admin }: KumaServer): Promise<KumaClient> {
  if (admin === undefined) throw new Error("the server has no admin");
  return await connect({ url, auth: passwordAuth(admin) });
}

function agentDetection(
  name: string,
  { logLines, limit }: { readonly logLines: boolean; readonly limit: number },
): Benchmark {
  return {
    name,
    summary:
      `from SIGKILL of a unit's process to the DOWN that Uptime Kuma has stored, ${logLines ? "with" : "without"} the last ` +
      "log line, against a bare listener on the bus that sends one request; median",
    unit: "x",
    limit,
    async measure(note) {
      await using server = await startKuma();
      await using client = await logIn(server);
      await using bed = await AgentBenchBed.start(3);
      const end = new AbortController();
      try {
        const [own, raw, cron] = await Promise.all(
          ["agent", "raw", "cron"].map((which) => pushMonitor(client, server.url, which)),
        );
        if (own === undefined || raw === undefined || cron === undefined) throw new Error("a monitor is missing");
        const watch = (id: number): BeatWatch => new BeatWatch(client, id, end.signal);
        const subject: Subject = { unit: "bench@1.service", beats: watch(own.id) };
        const floor: Subject = { unit: "bench@2.service", beats: watch(raw.id) };
        const cronBeats = watch(cron.id);
        await bed.startAgent({ server: server.url, units: 1, interval: 60, token: own.token, logLines });
        const listener = fileURLToPath(new URL("raw-unit-listener.js", import.meta.url));
        await bed.runAsService("raw", listener, floor.unit, raw.pushUrl);
        await Promise.all([subject.beats.until("up"), floor.beats.until("up")]);
        const times: { readonly agent: number[]; readonly floor: number[] } = { agent: [], floor: [] };
        for (let round = 0; round < rounds; round += 1) {
          times.floor.push(await timeDown(bed, floor));
          times.agent.push(await timeDown(bed, subject));
        }
        await noteCron({ bed, beats: cronBeats, pushUrl: cron.pushUrl, agent: times.agent }, note);
        for (const [who, took] of Object.entries(times)) note(`${who}: ${describe(took)}, ${took.length} rounds`);
        note(`p99 ratio ${(percentile(times.agent, 0.99) / percentile(times.floor, 0.99)).toFixed(2)}`);
        return percentile(times.agent, 0.5) / percentile(times.floor, 0.5);
      } finally {
        end.abort();
      }
    },
  };
}

function describe(times: readonly number[]): string {
  return `p50 ${percentile(times, 0.5).toFixed(1)} ms, p99 ${percentile(times, 0.99).toFixed(1)} ms`;
}

interface CronRun {
  readonly bed: AgentBenchBed;
  readonly beats: BeatWatch;
  readonly pushUrl: string;
  readonly agent: readonly number[];
}

/** The time that the script under cron needs: it comes at any moment of that minute, then checks and pushes. */
async function noteCron({ bed, beats, pushUrl, agent }: CronRun, note: (line: string) => void): Promise<void> {
  const unit = "bench@3.service";
  await bed.writeFile("/opt/cron.sh", scriptFor([{ unit, pushUrl }]), "0755");
  const times: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    await bed.must("systemctl", "start", unit);
    await bed.must("/opt/cron.sh");
    await beats.until("up");
    await bed.must("systemctl", "kill", "--signal=KILL", unit);
    await sleep(200);
    const start = performance.now();
    await bed.must("/opt/cron.sh");
    times.push((await beats.until("down")) - start);
  }
  const run = percentile(times, 0.5);
  const at = (share: number): number => share * cronPeriodMs + run;
  const ratio = (share: number): string => (at(share) / percentile(agent, share)).toFixed(0);
  note(
    `cron script every 60 s: check and push ${run.toFixed(0)} ms, so p50 ${(at(0.5) / 1000).toFixed(1)} s and p99 ` +
      `${(at(0.99) / 1000).toFixed(1)} s: ${ratio(0.5)} and ${ratio(0.99)} times as long as the agent`,
  );
}

/** The alert itself. */
export const agentDetectionPlain = agentDetection("agent-detection", { logLines: false, limit: 1.5 });

/** As installed: the alert waits up to 300 ms for the line that says why. */
export const agentDetectionWithLog = agentDetection("agent-detection-with-log", { logLines: true, limit: 6 });
