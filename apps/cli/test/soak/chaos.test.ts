import { startFaultProxy, type AlertSink, type FaultProxy } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { monitorNamed, startAgentScene, type AgentScene } from "../e2e/agent-scene.ts";
import { compareHistories } from "./compare-histories.ts";
import { disturbances } from "./disturbances.ts";
import { RecordedHistory } from "./recorded-history.ts";
import { seededRandom } from "./seeded-random.ts";
import { WatchedService } from "./watched-service.ts";

const minutes = Number(process.env["KUMA_SOAK_MINUTES"] ?? 2);
const seed = Number(process.env["KUMA_SOAK_SEED"] ?? Date.now() % 1_000_000);

/** The monitors' interval in s: a push every 13 s, so that no single disturbance leaves a monitor without a heartbeat. */
const interval = 30;

/** A killed agent is back after 2 s, and does not report changes that it missed. */
const bounds = { shortest: 12_000, late: 15_000 };

const names = ["chaos-1", "chaos-2", "chaos-3", "chaos-4", "chaos-5", "chaos-6"];

/** A run of minutes shows where it is. */
const say = (line: string): void => void process.stderr.write(`${line}\n`);

interface Watched {
  readonly service: WatchedService;
  readonly monitorId: number;
}

/** Alerts of one monitor that say the same as the one before it. */
function repeatedAlerts({ alerts }: AlertSink, name: string): number {
  const own = alerts.filter(({ text }) => text.includes(`/${name}]`));
  return own.filter(({ status }, index) => index > 0 && own[index - 1]?.status === status).length;
}

describeOnBed(`${minutes} minutes of chaos (KUMA_SOAK_SEED=${seed})`, () => {
  const random = seededRandom(seed);
  let scene: AgentScene;
  let proxy: FaultProxy;
  let watched: Watched[];
  let history: RecordedHistory;

  beforeAll(async () => {
    scene = await startAgentScene();
    proxy = await startFaultProxy({ target: scene.kuma.url });
    await scene.login({ url: proxy.url });
    const services = await Promise.all(names.map((name) => WatchedService.start(scene.bed, `${name}.service`)));
    const { code, stderr } = await scene.run("agent", "install", ...names, "--interval", String(interval));
    if (code !== 0) throw new Error(stderr);
    watched = [];
    for (const service of services) {
      const { id } = await monitorNamed(scene.client, `tk-app3/${service.unit.replace(".service", "")}`);
      watched.push({ service, monitorId: id });
    }
    history = new RecordedHistory(scene.kuma.url, scene.client.session.token ?? "");
  });
  afterAll(async () => {
    await proxy?.close();
    await scene?.[Symbol.asyncDispose]();
  });

  async function disturb(until: number): Promise<void> {
    while (Date.now() < until) {
      const { name, happen } = random.oneOf(disturbances);
      say(`${new Date().toISOString().slice(11, 19)} ${name}`);
      await happen({ bed: scene.bed, kuma: scene.kuma, proxy, random });
      // As long as a period, and what a killed agent needs to come back: heartbeats come through between two of them.
      await sleep(random.between(18_000, 24_000));
      await history.read(watched.map(({ monitorId }) => monitorId));
    }
  }

  async function changeServices(until: number): Promise<void> {
    while (Date.now() < until) {
      await random.oneOf(watched).service.change();
      await sleep(random.between(500, 4_000));
    }
  }

  test(
    "leaves the true history in Uptime Kuma, and no alert is sent twice",
    async () => {
      const until = Date.now() + minutes * 60_000;
      await Promise.all([disturb(until), changeServices(until)]);
      for (const { service } of watched) if (!service.isUp) await service.change();
      await sleep(bounds.late + interval * 1_000);
      await history.read(watched.map(({ monitorId }) => monitorId));

      const problems = watched.flatMap(({ service, monitorId }) =>
        compareHistories(service.truth, history.changes(monitorId), bounds).map((line) => `${service.unit}: ${line}`),
      );
      const changes = watched.reduce((sum, { service }) => sum + service.truth.length - 1, 0);
      const alerts = scene.sink.alerts.length;
      say(`seed ${seed}: ${changes} true changes, ${alerts} alerts, ${problems.length} problems`);
      expect(problems).toEqual([]);
      // A run in which nothing happened proves nothing.
      expect(changes).toBeGreaterThan(minutes * 5);
      expect(names.map((name) => repeatedAlerts(scene.sink, name))).toEqual(names.map(() => 0));
    },
    minutes * 60_000 + 300_000,
  );
});
