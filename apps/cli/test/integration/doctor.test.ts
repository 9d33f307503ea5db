import { push, pushUrlOf, type KumaClient } from "@kumakit/client";
import { freePort, startFaultProxy } from "@kumakit/testkit";
import { kumaServers } from "@kumakit/testkit/vitest";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { outputSchema } from "../support/built-kuma.ts";
import { newUser, type KumaUser } from "../support/kuma-user.ts";
import { clientOf, loggedInUser } from "../support/logged-in-user.ts";

const run = `kumakit-test-${process.pid}`;

interface Found {
  readonly code: string;
  readonly severity: string;
  readonly name: string;
  readonly id: number | null;
  readonly cure: string;
  readonly mended: boolean;
}

interface Report {
  readonly well: boolean;
  readonly server: {
    readonly version: string | null;
    readonly failure: object | null;
    readonly webSocket: boolean | null;
  };
  readonly findings: readonly Found[];
}

async function doctor(
  user: Pick<KumaUser, "run">,
  ...words: readonly string[]
): Promise<Report & { readonly code: number | null }> {
  const { stdout, stderr, code } = await user.run(["doctor", ...words, "--json"]);
  if (stdout === "") throw new Error(stderr);
  const data: unknown = JSON.parse(stdout);
  expect((await outputSchema("doctor")).safeParse(data).error).toBeUndefined();
  return { ...(data as Report), code };
}

describe.each(kumaServers())("kuma doctor on $label", (server) => {
  let user: KumaUser;
  let client: KumaClient;
  let chat: number;
  const monitors: number[] = [];

  const monitor = async (name: string, more: object = {}): Promise<number> => {
    const input = { type: "push" as const, name: `${run} ${name}`, interval: 60, notificationIds: [chat], ...more };
    const { id, pushToken } = await client.monitors.create(input);
    monitors.unshift(id);
    await push(pushUrlOf(server.url, pushToken ?? ""), { message: "fine" });
    return id;
  };
  /** The findings about things of this test: others leave theirs on the same server. */
  const ours = ({ findings }: Report): readonly string[] =>
    findings
      .filter(({ id, code }) => id !== null && (monitors.includes(id) || (id === chat && code.startsWith("never"))))
      .map(({ id, code, severity, mended }) => `${code} ${id} ${mended ? "mended" : severity}`)
      .toSorted();

  beforeAll(async () => {
    user = await loggedInUser(server);
    client = await clientOf(user);
    const hook = { webhookURL: "http://127.0.0.1:9/", webhookContentType: "json" } as const;
    ({ id: chat } = await client.notifications.create({ type: "webhook", name: `${run} chat`, ...hook }));
  });
  afterEach(async () => {
    for (const id of monitors.splice(0)) await client.monitors.delete(id);
  });
  afterAll(async () => {
    await client.notifications.delete(chat);
    await client.close();
    user[Symbol.dispose]();
  });

  test("a good monitor, and a channel that nobody has tried: a warning alone", async () => {
    await monitor("web");
    const report = await doctor(user);
    expect(ours(report)).toEqual([`never-tested ${chat} warning`]);
    expect(report.server).toMatchObject({ failure: null, webSocket: true, version: expect.stringMatching(/^\d/) });
    const cure = report.findings.find(({ id, code }) => id === chat && code === "never-tested")?.cure;
    expect(cure).toBe(`kuma notification test id:${chat}`);
  });

  test("each kind of monitor that will not alert, with its cure", async () => {
    const mark = { description: `web [kumakit v1 host=${run} check=web.service]` };
    const token = "A".repeat(20);
    const group = await client.monitors.create({ type: "group", name: `${run} group`, notificationIds: [chat] });
    monitors.push(group.id);
    await client.monitors.pause(group.id);
    const wrong = {
      "nobody-alerted": await monitor("nobody", { notificationIds: [] }),
      paused: await monitor("paused"),
      "group-paused": await monitor("in group", { parent: group.id }),
      "upside-down": await monitor("upside down", { upsideDown: true }),
      retries: await monitor("retries", { maxRetries: 2 }),
      fine: await monitor("marked", mark),
      "same-check": await monitor("clone", mark),
      first: await monitor("first", { pushToken: token }),
      "shared-token": await monitor("second", { pushToken: token }),
    };
    await client.monitors.pause(wrong.paused);
    const report = await doctor(user);
    expect(report).toMatchObject({ code: 8, well: false });
    const found = report.findings.map(({ code, id }) => `${code} ${id}`);
    for (const [code, id] of Object.entries(wrong).filter(([name]) => name !== "fine" && name !== "first"))
      expect(found).toContain(`${code} ${code === "group-paused" ? group.id : id}`);
    // Which of two monitors hears a push with their token is the server's choice.
    const ofGood = found.filter((one) => one.endsWith(` ${wrong.fine}`) || one.endsWith(` ${wrong.first}`));
    expect(ofGood.filter((one) => one !== `never-reported ${wrong.first}`)).toEqual([]);
    for (const { cure, severity } of report.findings.filter(({ id }) => id !== null && monitors.includes(id))) {
      expect(cure).toMatch(/^kuma \w+ [\w ]*id:\d+/);
      expect(["problem", "warning"]).toContain(severity);
    }
  });

  test("--fix mends what an agent's monitor never has, and nothing that a person may want", async () => {
    const mark = { description: `[kumakit v1 host=${run} check=db.service]` };
    const marked = await monitor("db", { ...mark, upsideDown: true, maxRetries: 1 });
    const persons = await monitor("by hand", { upsideDown: true });
    const old = { description: `[kumakit v1 proof=${Date.now() - 3_600_000}]` };
    const left = await monitor("left", old);
    const plan = await user.run(["doctor", "--fix", "--dry-run"]);
    expect(plan).toMatchObject({ code: 0, stdout: expect.stringContaining(`${run} db`) });
    expect(plan.stdout).not.toContain(`${run} by hand`);
    expect((await client.monitors.get(marked)).upsideDown).toBe(true);
    expect(ours(await doctor(user, "--fix")).filter((one) => !one.startsWith("never"))).toEqual(
      [
        `left-behind ${left} mended`,
        `retries ${marked} mended`,
        `upside-down ${marked} mended`,
        `upside-down ${persons} problem`,
      ].toSorted(),
    );
    expect(await client.monitors.get(marked)).toMatchObject({ upsideDown: false, maxRetries: 0 });
    expect((await client.monitors.get(persons)).upsideDown).toBe(true);
    monitors.splice(monitors.indexOf(left), 1);
    expect((await client.monitors.list()).map(({ id }) => id)).not.toContain(left);
    expect(ours(await doctor(user, "--fix"))).not.toContain(`upside-down ${marked} mended`);
  });

  test("for people: what is wrong first, its cure below it, and a count of the rest", async () => {
    for (let index = 0; index < 7; index += 1) await monitor(`n${index}`, { notificationIds: [] });
    const { stdout, stderr, code } = await user.run(["doctor"]);
    expect({ code, stderr }).toEqual({ code: 8, stderr: expect.stringMatching(/problems? keeps? alerts from coming/) });
    expect(stdout).toMatch(
      /✗ .*: it alerts nobody: no notification is attached to it\n {4}kuma monitor edit id:\d+ --notify/,
    );
    expect(stdout).toMatch(/and [2-9]\d* more of this kind: kuma doctor --json/);
  });

  test("a way without WebSockets is said, and the monitors are looked at all the same", async () => {
    await using proxy = await startFaultProxy({ target: server.url });
    await proxy.set({ kind: "refuseUpgrade" });
    const report = await doctor(user, "--server", proxy.url);
    // The session belongs to another address: nobody is logged in there.
    expect(report.findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["no-web-socket", "server-not-asked"]),
    );
    expect(report.code).toBe(8);
  });
});

test("a server that does not answer is a finding, and no end of the search", async () => {
  using user = newUser();
  const env = { KUMA_SERVER: `http://127.0.0.1:${await freePort()}`, KUMA_USERNAME: "a", KUMA_PASSWORD: "b" };
  const report = await doctor({ run: (words) => user.run(words, { env }) });
  expect(report).toMatchObject({
    code: 8,
    well: false,
    server: { version: null, failure: { code: expect.stringMatching(/^KUMA_CONNECTION/) } },
  });
});

test("without a server at all the next step is named", async () => {
  using user = newUser();
  const report = await doctor(user);
  expect(report.server).toBeNull();
  expect(report.findings.find(({ code }) => code === "not-logged-in")?.cure).toBe("kuma login URL");
});
