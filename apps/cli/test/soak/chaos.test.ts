import { startFaultProxy, type FaultProxy } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { monitorNamed, startAgentScene, type AgentScene } from "../e2e/agent-scene.ts";
import { alertProblems, withoutGhosts } from "./alert-problems.ts";
import { compareHistories, type BlindTime } from "./compare-histories.ts";
import { disturbances } from "./disturbances.ts";
import { RecordedHistory } from "./recorded-history.ts";
import { seededRandom } from "./seeded-random.ts";
import { WatchedService } from "./watched-service.ts";

const minutes = Number(process.env["KUMA_SOAK_MINUTES"] ?? 2);
const seed = Number(process.env["KUMA_SOAK_SEED"] ?? Date.now() % 1_000_000);

/** The server: the first folder of `KUMA_TEST_SERVERS`, or the npm release. */
const [checkout] = (process.env["KUMA_TEST_SERVERS"] ?? "").split(",").filter((one) => one.startsWith("/"));

/** The monitors' interval in s: a push every 13 s, so that no single disturbance leaves a monitor without a heartbeat. */
const interval = 30;

/** A change that happened while the server was away is reported when it is back, in ms. */
const late = 30_000;

/** Five that come and go, and five that are restarted or stopped for a moment, which nobody is to hear of. */
const restless = ["gone-1", "gone-2", "gone-3", "gone-4", "gone-5"];
const steady = ["back-1", "back-2", "back-3", "back-4", "back-5"];
const names = [...restless, ...steady];

/** A run of minutes shows where it is. */
const say = (line: string): void => void process.stderr.write(`${line}\n`);

interface Watched {
  readonly name: string;
  readonly service: WatchedService;
  readonly monitorId: number;
}

describeOnBed(`${minutes} minutes of chaos (KUMA_SOAK_SEED=${seed})`, () => {
  const random = seededRandom(seed);
  let scene: AgentScene;
  let proxy: FaultProxy;
  let watched: Watched[];
  let history: RecordedHistory;
  const blind: BlindTime[] = [];
  const kills: number[] = [];

  beforeAll(async () => {
    scene = await startAgentScene(checkout);
    proxy = await startFaultProxy({ target: scene.kuma.url });
    await scene.login({ url: proxy.url });
    const services = await Promise.all(names.map((name) => WatchedService.start(scene.bed, `${name}.service`, random)));
    const { code, stderr } = await scene.run("agent", "install", ...names, "--interval", String(interval));
    if (code !== 0) throw new Error(stderr);
    watched = [];
    for (const service of services) {
      const name = service.unit.replace(".service", "");
      const { id } = await monitorNamed(scene.client, `tk-app3/${name}`);
      watched.push({ name, service, monitorId: id });
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
      const { bed, kuma, sink } = scene;
      await happen({ bed, kuma, proxy, sink, random, blind, kills });
      // As long as a period, and what a killed agent needs to come back: heartbeats come through between two of them.
      await sleep(random.between(18_000, 24_000));
      await history.read(watched.map(({ monitorId }) => monitorId));
    }
  }

  async function disturbServices(among: readonly string[], until: number): Promise<void> {
    const services = watched.filter(({ name }) => among.includes(name)).map(({ service }) => service);
    while (Date.now() < until) {
      const service = random.oneOf(services);
      await (among === restless ? service.change() : service.pause());
      await sleep(random.between(500, 4_000));
    }
  }

  test(
    "leaves the true history in Uptime Kuma and in the chat",
    async () => {
      const until = Date.now() + minutes * 60_000;
      await Promise.all([disturb(until), disturbServices(restless, until), disturbServices(steady, until)]);
      for (const { service } of watched) if (!service.isUp) await service.change();
      await sleep(late + interval * 1_000);
      await history.read(watched.map(({ monitorId }) => monitorId));

      let repeated = 0;
      const problems = watched.flatMap(({ name, service, monitorId }) => {
        const recorded = withoutGhosts(history.changes(monitorId));
        const wrong = compareHistories(service.truth, recorded.changes, { late, blind });
        const heard = scene.sink.alerts.filter(({ text }) => text.includes(`/${name}]`));
        repeated += recorded.repeats.length;
        return [...wrong, ...alertProblems(heard, recorded, kills)].map((line) => `${name}: ${line}`);
      });
      const outages = watched.flatMap(({ service }) => service.truth.filter(({ status }) => status === "down"));
      const alerts = scene.sink.alerts.filter(({ status }) => status === "down").length;
      const { label } = scene.kuma;
      say(`${label}, seed ${seed}: ${outages.length} outages, ${alerts} DOWNs, ${blind.length} times blind`);
      if (repeated > 0) say(`${repeated} recoveries that Uptime Kuma recorded twice`);
      for (const problem of problems) say(problem);
      expect(problems).toEqual([]);
      // A run in which nothing happened proves nothing.
      expect(outages.length).toBeGreaterThan(minutes * 3);
    },
    minutes * 60_000 + 300_000,
  );
});
