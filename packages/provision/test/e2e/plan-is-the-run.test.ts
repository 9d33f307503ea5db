import type { Monitor } from "@kumakit/client";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import {
  installAgent,
  planAgent,
  planRemoval,
  uninstallAgent,
  type AgentPlan,
  type AgentWish,
  type HostResult,
  type RemovalPlan,
  type RemovalWish,
} from "../../src/index.ts";
import { startBedWork, type BedWork } from "../support/bed-work.ts";
import { hostSaidBy, hostStateOf, type HostState } from "../support/host-state.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { saidBy, seenAfter, stateOf, type ServerState } from "../support/server-state.ts";

const rounds = Number(process.env["KUMA_PLAN_ROUNDS"] ?? 8);
const seed = Number(process.env["KUMA_PLAN_SEED"] ?? Date.now() % 1_000_000);
const units = ["one", "two", "three"];

let work: BedWork;

beforeAll(async () => {
  work = await startBedWork(units);
  for (const name of ["hook", "other"])
    await work.client.notifications.create({
      type: "webhook",
      name,
      webhookURL: "http://127.0.0.1:9/",
      webhookContentType: "json",
      isDefault: name === "hook",
    });
});

afterAll(async () => {
  await work[Symbol.asyncDispose]();
});

interface WholeState {
  readonly server: ServerState;
  readonly host: HostState;
}

async function wholeState(): Promise<WholeState> {
  return { server: await stateOf(work.client, ""), host: await hostStateOf(work.bed) };
}

type Wish = { readonly install: AgentWish } | { readonly uninstall: RemovalWish };

/** The code of a failure; undefined for a success. A bug is thrown. */
function codeOf([result]: readonly HostResult<unknown>[]): string | undefined {
  if (result === undefined || result.ok) return undefined;
  if (result.error instanceof Error && "code" in result.error) return String(result.error.code);
  throw result.error;
}

/** The state that a plan says will be after it. */
async function stateSaid(before: WholeState, plan: AgentPlan | RemovalPlan): Promise<WholeState> {
  const written: Record<string, string> = {};
  for (const path of ["/usr/local/lib/kuma-agent/manifest.json", "/etc/kuma-agent/agent.json"]) {
    const text = await work.bed.readFile(path).catch(() => undefined);
    if (text !== undefined) written[path] = text;
  }
  const host = hostSaidBy(before.host, plan.host, written);
  const server = plan.monitors.reduce<ServerState>((state, monitor) => {
    if ("plan" in monitor) return saidBy(state, monitor.plan);
    return {
      ...state,
      monitors: Object.fromEntries(Object.entries(state.monitors).filter(([id]) => id !== `${monitor.id}`)),
    };
  }, before.server);
  const gone = "groups" in plan ? plan.groups.map(({ name }) => name) : [];
  return { server: { ...server, groups: server.groups.filter((name) => !gone.includes(name)) }, host };
}

/** The outcome of the plan and then of the run: what was said, and what is there afterwards. */
async function compare(wish: Wish): Promise<{ readonly said: unknown; readonly seen: unknown }> {
  const before = await wholeState();
  const plans: readonly HostResult<AgentPlan | RemovalPlan | undefined>[] =
    "install" in wish ? await planAgent(work.client, wish.install) : await planRemoval(wish.uninstall);
  expect(await wholeState()).toEqual(before);
  const results: readonly HostResult<unknown>[] =
    "install" in wish ? await installAgent(work.client, wish.install) : await uninstallAgent(wish.uninstall);
  const after = await wholeState();
  const code = codeOf(results);
  const seen = { ...after, server: seenAfter(before.server, after.server), code };
  const [plan] = plans;
  const outcome = plan?.ok === true ? plan.outcome : undefined;
  const said = outcome === undefined ? before : await stateSaid(before, outcome);
  return { said: { ...said, code: codeOf(plans) }, seen };
}

function wishAtRandom(random: () => number): Wish {
  const one = <T>(all: readonly [T, ...T[]]): T => all[Math.floor(random() * all.length)] ?? all[0];
  const some = units.filter(() => random() < 0.6);
  const host = { hosts: [work.host] };
  if (random() < 0.3)
    return {
      uninstall: { ...host, units: random() < 0.5 ? [] : some, client: random() < 0.5 ? work.client : undefined },
    };
  const interval = one([undefined, undefined, 30, 90, 3]);
  const group = one([undefined, undefined, "web", "db"]);
  const wish: AgentWish = {
    ...host,
    units: some.length === 0 ? ["one"] : random() < 0.1 ? [...some, "four"] : some,
    notify: one<NonNullable<AgentWish["notify"]>>(["default", "none", ["other"], ["hook", "other"], ["nobody"]]),
    tags: random() < 0.4 ? [{ name: "env", value: one(["prod", ""]) }] : [],
    nameTemplate: one(["{host}/{unit}", "{host}/{unit}", "{host} {unit}", "same", "{nope}"]),
    ...(interval === undefined ? {} : { interval }),
    ...(group === undefined ? {} : { group }),
  };
  return { install: wish };
}

/** Somebody who works on the same host and server. */
async function disturb(random: () => number): Promise<void> {
  const { bed, client } = work;
  const pushes: readonly Monitor[] = (await client.monitors.list()).filter(({ type }) => type === "push");
  const monitor = pushes[Math.floor(random() * pushes.length)];
  const acts = [
    () => bed.exec(["systemctl", "stop", "kuma-agent"]),
    () => bed.exec(["bash", "-c", "chmod 0755 /etc/kuma-agent; rm -f /etc/kuma-agent/tokens/one.service"]),
    () => bed.exec(["bash", "-c", "echo '# by hand' >> /etc/systemd/system/kuma-agent.service"]),
    ...(monitor === undefined
      ? []
      : [
          () => client.monitors.pause(monitor.id),
          () => client.monitors.update(monitor.id, { name: `${monitor.name}'`, upsideDown: true, notificationIds: [] }),
          () => client.monitors.update(monitor.id, { interval: 45, maxRetries: 3, description: monitor.description }),
          () => client.monitors.delete(monitor.id),
        ]),
  ];
  const isInstalled = (await hostStateOf(bed)).hasUser;
  if (isInstalled && random() < 0.6) await acts[Math.floor(random() * acts.length)]?.();
}

describeOnBed("a dry run of an install or uninstall is the run", () => {
  it(`in ${rounds} rounds at random, seed ${seed}`, { timeout: rounds * 120_000 }, async () => {
    const random = seededRandom(seed);
    for (let round = 0; round < rounds; round += 1) {
      await disturb(random);
      const wish = wishAtRandom(random);
      const { said, seen } = await compare(wish);
      const shown = JSON.stringify({ round, wish }, (key, value: unknown) =>
        key === "hosts" || key === "client" ? key : value,
      );
      expect({ shown, result: seen }).toEqual({ shown, result: said });
    }
  });

  it("from nothing to a second unit, to no agent", async () => {
    const host = { hosts: [work.host] };
    await uninstallAgent({ ...host, client: work.client });
    for (const wish of [
      { install: { ...host, units: ["one"], notify: "none", group: "g", tags: [{ name: "t", value: "" }] } },
      { install: { ...host, units: ["one", "two"], notify: "none", interval: 30 } },
      { install: { ...host, units: ["one", "two"], notify: "none" } },
      { uninstall: { ...host, units: ["one"], client: work.client } },
      { uninstall: { ...host, client: work.client } },
      { uninstall: { ...host, client: work.client } },
    ] satisfies Wish[]) {
      const { said, seen } = await compare(wish);
      expect(seen).toEqual(said);
    }
    expect((await hostStateOf(work.bed)).files["/etc/kuma-agent"]).toBeUndefined();
  });
});
