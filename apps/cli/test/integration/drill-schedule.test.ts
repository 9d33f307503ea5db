import { push, type KumaClient, type Monitor } from "@kumakit/client";
import { drillScript } from "@kumakit/installer";
import { runCommand, startAlertSink, type AlertSink } from "@kumakit/testkit";
import { kumaServers } from "@kumakit/testkit/vitest";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { outputSchema } from "../support/built-kuma.ts";
import type { KumaUser } from "../support/kuma-user.ts";
import { clientOf, loggedInUser } from "../support/logged-in-user.ts";

const run = `kumakit-test-${process.pid}`;
const day = 86_400;

interface Row {
  readonly id: number;
  readonly state: string;
  readonly acknowledgedBy: string | null;
}

describe.each(kumaServers())("kuma drill ack and list on $label", (server) => {
  let user: KumaUser;
  let client: KumaClient;
  let sink: AlertSink;
  let monitor: Monitor;
  let folder: string;
  let channels: readonly number[];

  /** The work of the host once an hour, with the real script. */
  const anHour = async (): Promise<void> => {
    // Drills wait for ten o'clock. The name of a time zone has three letters at least: any other stands for UTC.
    const env = { STATE_DIRECTORY: join(folder, "state"), TZ: `XXX${new Date().getUTCHours() - 12}` };
    const { code, stderr } = await runCommand(["sh", join(folder, "drill.sh")], { env, timeout: 60_000 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  };
  /** As if so many days had gone by on the host. */
  const later = (days: number): void => {
    const file = join(folder, "state/state");
    const earlier = (time: string): string => String(Number(time) - days * day);
    const [from = "", token = "", times = "", codes = ""] = readFileSync(file, "utf8").split("\n");
    const open = codes.replaceAll(/:(\d+)/g, (_, time: string) => `:${earlier(time)}`);
    writeFileSync(file, [from, token, times.split(" ").map(earlier).join(" "), open, ""].join("\n"));
  };
  const token = async (): Promise<string> => (await client.monitors.get(monitor.id)).pushToken ?? "";
  const tokenOfHost = (): string => readFileSync(join(folder, "state/state"), "utf8").split("\n")[1] ?? "";
  const listed = async (): Promise<Row | undefined> => {
    const { stdout, code } = await user.run(["drill", "list", "--json"]);
    expect(code).toBe(0);
    const rows: unknown = JSON.parse(stdout);
    expect((await outputSchema("drill:list")).safeParse(rows).error).toBeUndefined();
    return (rows as readonly Row[]).find(({ id }) => id === monitor.id);
  };
  const ack = (code: string, ...words: readonly string[]) => user.run(["drill", "ack", code, ...words]);
  const codeIn = (text = ""): string => /drill ack (\d{6})/.exec(text)?.[1] ?? "";
  /** The alerts of our monitor since the test began, once there are so many. */
  const alerts = async (count: number) => {
    const own = () => sink.alerts.filter(({ text }) => text.includes(monitor.name));
    await expect.poll(() => own().length, { timeout: 30_000 }).toBeGreaterThanOrEqual(count);
    return own();
  };

  beforeAll(async () => {
    user = await loggedInUser(server);
    client = await clientOf(user);
  });
  beforeEach(async () => {
    sink = await startAlertSink();
    const made = [];
    for (const name of ["chat", "pager"])
      made.push(
        await client.notifications.create({
          type: "webhook",
          name: `${run} ${name}`,
          webhookURL: sink.url,
          webhookContentType: "json",
        }),
      );
    channels = made.map(({ id }) => id);
    monitor = await client.monitors.create({
      type: "push",
      name: `${run} drills`,
      interval: 4 * day,
      notificationIds: channels.slice(0, 1),
      description: `[kumakit v1 host=${process.pid} part=drill] [kumakit v1 drill=weekly on=tk-app3]`,
    });
    folder = mkdtempSync(join(tmpdir(), "kuma-drill-"));
    for (const name of ["tokens", "state"]) mkdirSync(join(folder, name));
    writeFileSync(join(folder, "tokens/~drill"), `${monitor.pushToken}\n`);
    const config = { version: 1, server: { url: server.url }, host: "tk-app3", checks: [] } as const;
    const drill = { every: "weekly", monitorId: monitor.id } as const;
    // Nobody has to read the messages here.
    const script = drillScript({ ...config, checks: [] }, { folder, drill }).replace("gap=5", "gap=1");
    writeFileSync(join(folder, "drill.sh"), script);
    return async () => {
      await client.monitors.delete(monitor.id);
      for (const id of channels) await client.notifications.delete(id);
      rmSync(folder, { recursive: true });
      await sink.close();
    };
  });
  afterAll(async () => {
    await client.close();
    user[Symbol.dispose]();
  });

  test("a code that is typed proves the channel, and reaches the host by another token", async () => {
    expect(await listed()).toMatchObject({ state: "new", acknowledgedBy: null });
    await anHour();
    const [down, up] = await alerts(2);
    expect([down?.status, up?.status]).toEqual(["down", "up"]);
    const code = codeIn(down?.text);
    expect(codeIn(up?.text)).toBe(code);
    expect(await listed()).toMatchObject({ state: "waiting" });

    expect(await ack("000000")).toMatchObject({ code: 3, stderr: expect.stringContaining("No drill has sent") });
    expect((await ack("12345")).code).toBe(2);
    const before = await token();
    expect((await ack(code, "--dry-run")).code).toBe(0);
    expect(await token()).toBe(before);

    const done = await ack(code, "--json");
    expect(done).toMatchObject({ code: 0, stderr: "" });
    expect((await outputSchema("drill:ack")).safeParse(JSON.parse(done.stdout)).error).toBeUndefined();
    const after = await token();
    expect(after).not.toBe(before);
    expect(await listed()).toMatchObject({ state: "proven", acknowledgedBy: server.username });
    const [{ config } = { config: {} }] = (await client.notifications.list()).filter(({ id }) => id === channels[0]);
    expect(config).toMatchObject({ kumakit: { provenAt: expect.any(String) } });

    // Once more, and by two at once: nothing changes.
    const again = await Promise.all([ack(code), ack(code)]);
    expect(again.map(({ code: exit }) => exit)).toEqual([0, 0]);
    expect(await token()).toBe(after);

    await anHour();
    expect(tokenOfHost()).toBe(after);
    later(1);
    await anHour();
    expect((await client.monitors.heartbeats(monitor.id, { hours: 1 })).at(-1)).toMatchObject({
      status: "up",
      message: "Alerts are proven",
    });
    expect(await alerts(2)).toHaveLength(2);
  });

  test("without an acknowledgement the monitor is DOWN; the next drill is another code, and the chain of tokens holds", async () => {
    await anHour();
    const first = codeIn((await alerts(2))[0]?.text);
    later(2);
    await anHour();
    expect(await listed()).toMatchObject({ state: "waiting" });
    expect(await alerts(2)).toHaveLength(2);
    later(1);
    await anHour();
    const late = (await alerts(3)).at(-1);
    expect(late).toMatchObject({ status: "down", text: expect.stringContaining(`kuma drill ack ${first}`) });
    expect(await listed()).toMatchObject({ state: "unproven" });

    later(5);
    await anHour();
    // The UP that begins it takes the DOWN away, or nobody would be alerted again.
    const sent = (await alerts(6)).filter(({ status }) => status === "down").map(({ text }) => codeIn(text));
    const second = sent.find((code) => code !== first) ?? "";
    expect(second).not.toBe(first);
    expect(await ack(first)).toMatchObject({ code: 3, stderr: expect.stringContaining("newer one") });
    expect((await ack(second)).code).toBe(0);
    await anHour();
    expect(tokenOfHost()).toBe(await token());

    // The host that has heard of it drills on with that token; when it falls silent, that is no lack of an acknowledgement.
    await push(
      { server: server.url, token: await token() },
      { status: "down", message: "No heartbeat in the time window" },
    );
    expect(await listed()).toMatchObject({ state: "silent" });
  });

  test("with several channels it has to be said which of them has shown the code", async () => {
    await client.monitors.update(monitor.id, { notificationIds: [...channels] });
    await anHour();
    const code = codeIn((await alerts(4))[0]?.text);
    expect(await ack(code)).toMatchObject({ code: 2, stderr: expect.stringContaining(`--in ${run} chat`) });
    expect((await ack(code, "--in", "nosuch")).code).toBe(2);
    expect((await ack(code, "--in", `id:${channels[1]}`)).code).toBe(0);
    const proven = (await client.notifications.list()).filter(
      ({ id, config }) => channels.includes(id) && JSON.stringify(config["kumakit"] ?? null).includes("provenAt"),
    );
    expect(proven.map(({ id }) => id)).toEqual([channels[1]]);
  });
});
