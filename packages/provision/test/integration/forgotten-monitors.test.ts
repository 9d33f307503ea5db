import { connect, passwordAuth, push, type KumaClient } from "@kumakit/client";
import type { HostFacts } from "@kumakit/installer";
import { kumaServers } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { agentMarker, checkMarker, groupMarker } from "../../src/agent/check-marker.ts";
import { forgottenMonitors } from "../../src/agent/forgotten-monitors.ts";
import { formatMarker } from "../../src/marker/marker.ts";

const account = { user: "root", uid: 0, group: "root" };
const factsOf = (machineId: string, scope = "system") =>
  ({ machineId, hostname: "web1", account, scope }) as unknown as HostFacts;
const own = factsOf(`own-${process.pid}`);
const other = factsOf(`other-${process.pid}`);

describe.each(kumaServers())("forgottenMonitors on $label", (server) => {
  let client: KumaClient;
  const made: number[] = [];

  const make = async (name: string, description: string, more: { type?: "push" | "group"; parent?: number } = {}) => {
    const { type = "push", ...rest } = more;
    const settings = { name: `forgotten ${process.pid} ${name}`, description, notificationIds: [], ...rest };
    const monitor = await client.monitors.create(type === "group" ? { type, ...settings } : { type, ...settings });
    made.unshift(monitor.id);
    return monitor;
  };

  beforeAll(async () => {
    client = await connect({ url: server.url, auth: passwordAuth(server) });
  });
  afterAll(async () => {
    for (const id of made) await client.monitors.delete(id);
    await client.close();
  });

  it("deletes what nothing reports to, with the group of the host, and nothing of another host", async () => {
    const group = await make("group", formatMarker(groupMarker(own)), { type: "group" });
    const marked = (facts: HostFacts, check: string) => formatMarker(checkMarker(facts, check));
    const silent = await make("silent", `a note ${marked(own, "demo.service")}`, { parent: group.id });
    const agent = await make("agent", formatMarker(agentMarker(own)), { parent: group.id });
    const fed = await make("fed", marked(own, "fed.service"));
    await make("of another host", marked(other, "demo.service"));
    await make("of nobody", "no marker");
    await push({ server: server.url, token: fed.pushToken ?? "" });
    const host = { seen: [own, factsOf(`own-${process.pid}`, "user")], units: [], wasCutShort: false };
    const ids = (monitors: readonly { readonly id: number }[]) => new Set(monitors.map(({ id }) => id));

    const found = await forgottenMonitors(client, host);
    expect(ids(found.deleted)).toEqual(new Set([silent.id, agent.id]));
    expect(ids(found.groups)).toEqual(new Set([group.id]));
    expect(found.left).toEqual([
      { unit: "fed.service", monitor: { id: fed.id, name: fed.name }, isFormer: false, isForgotten: true },
    ]);

    // The agent of a run that was killed may have reported just before.
    const afterKill = await forgottenMonitors(client, { ...host, wasCutShort: true });
    expect({ deleted: ids(afterKill.deleted), left: afterKill.left }).toEqual({
      deleted: new Set([silent.id, agent.id, fed.id]),
      left: [],
    });

    const named = await forgottenMonitors(client, { ...host, units: ["demo"] });
    expect({ deleted: ids(named.deleted), groups: named.groups }).toEqual({
      deleted: new Set([silent.id]),
      groups: [],
    });
  });
});
