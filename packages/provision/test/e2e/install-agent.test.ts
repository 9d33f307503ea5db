import type { Host } from "@kumakit/installer";
import { startAlertSink, type AlertSink } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import {
  ensureMonitor,
  installAgent,
  outcomesOf,
  planAgent,
  uninstallAgent,
  type ProvisionEvent,
} from "../../src/index.ts";
import { startBedWork, type BedWork } from "../support/bed-work.ts";

let work: BedWork;
let sink: AlertSink;
let events: ProvisionEvent[] = [];
const on = (event: ProvisionEvent): void => void events.push(event);

const brokenHost: Host = { label: "broken", runScript: () => Promise.reject(new Error("no way there")) };

beforeAll(async () => {
  work = await startBedWork(["one", "two"]);
  sink = await startAlertSink();
  const webhook = { type: "webhook", webhookURL: sink.url, webhookContentType: "json" } as const;
  await work.client.notifications.create({ ...webhook, name: "ops" });
});

afterAll(async () => {
  await work[Symbol.asyncDispose]();
  await sink.close();
});

function warnings(): readonly [code: string, message: string][] {
  return events.flatMap((event) => (event.kind === "warning" ? [[event.code, event.message]] : []));
}

describeOnBed("agents on hosts", () => {
  it("are installed where that is possible, and what else there is fails alone; an untested notification is named", async () => {
    const wish = { hosts: [brokenHost, work.host], units: ["one"], notify: ["ops"], group: "web" };
    const [broken, done] = await installAgent(work.client, wish, { on });
    expect(broken).toMatchObject({ host: "broken", ok: false, error: { message: "no way there" } });
    expect(done).toMatchObject({
      host: "the bed",
      ok: true,
      outcome: { changed: true, untestedNotifications: [{ name: "ops" }], checks: [{ firstBeat: { status: "up" } }] },
    });
    const kinds = events.filter(({ host }) => host === "the bed").map(({ kind }) => kind);
    expect([...new Set(kinds)]).toEqual(["look", "monitor", "host-step", "first-beat", "end"]);
    expect(sink.alerts.filter(({ status }) => status === "test")).toEqual([]);
  });

  it("send a test message once, and remember it", async () => {
    const wish = { hosts: [work.host], units: ["one"], notify: ["ops"], testNotifications: true };
    const [plan] = outcomesOf(await planAgent(work.client, wish));
    expect(plan?.tests).toMatchObject([{ name: "ops" }]);
    expect(sink.alerts.filter(({ status }) => status === "test")).toHaveLength(0);
    const [outcome] = outcomesOf(await installAgent(work.client, wish));
    expect(outcome?.untestedNotifications).toEqual([]);
    expect(sink.alerts.filter(({ status }) => status === "test")).toHaveLength(1);
  });

  it("name the monitor of a token that an uninstall leaves", async () => {
    const byHand = await ensureMonitor(work.client, { name: "by hand", notify: "none", tags: [], ifExists: "error" });
    const { pushToken: token, interval } = byHand.monitor;
    const wish = { hosts: [work.host], units: ["two"] };
    await installAgent({ server: work.kuma.url, token, interval }, wish).then(outcomesOf);
    const [outcome] = outcomesOf(await uninstallAgent({ ...wish, client: work.client }));
    expect(outcome).toMatchObject({
      deletedMonitors: [],
      leftMonitors: [{ unit: "two.service", monitor: { name: "by hand" }, isFormer: false }],
    });
    await byHand.undo();
  });

  it("are warned about a monitor that something else reports to, as on a copy of a host", async () => {
    await uninstallAgent({ hosts: [work.host] }).then(outcomesOf);
    const monitor = (await work.client.monitors.list()).find(({ name }) => name === "tk-app3/agent");
    expect((await fetch(`${work.kuma.url}/api/push/${monitor?.pushToken}?msg=elsewhere`)).status).toBe(200);
    events = [];
    await planAgent(work.client, { hosts: [work.host], units: ["one"], notify: ["ops"] }, { on }).then(outcomesOf);
    const said = /^Mind the monitor "tk-app3\/agent" \(id \d+\): it got a heartbeat \d+ s ago, but not from/;
    expect(warnings()).toEqual([["fed-monitor", expect.stringMatching(said)]]);
  });

  it("are warned about a paused group, and about a monitor that they resume", async () => {
    const all = await work.client.monitors.list();
    const monitor = all.find(({ name }) => name === "tk-app3/one");
    await work.client.monitors.update(monitor?.id ?? 0, { interval: 20 });
    await work.client.monitors.pause(monitor?.id ?? 0);
    const wish = { hosts: [work.host], units: ["one"], notify: ["ops"] };
    const said = async (): Promise<readonly string[]> => {
      events = [];
      await planAgent(work.client, wish, { on }).then(outcomesOf);
      return warnings().flatMap(([code, message]) => (code === "monitor" ? [message] : []));
    };
    expect(await said()).toEqual([`Mind the monitor "${monitor?.name}": somebody had paused it, and it is resumed.`]);
    await work.client.monitors.resume(monitor?.id ?? 0);
    await work.client.monitors.pause(all.find(({ name }) => name === "web")?.id ?? 0);
    expect(await said()).toEqual(Array(2).fill(expect.stringContaining('it is in the paused group "web"')));
  });
});
