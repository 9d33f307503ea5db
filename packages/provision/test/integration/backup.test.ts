import { connect, passwordAuth, push, type KumaClient } from "@kumakit/client";
import { startKuma } from "@kumakit/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";

import { backupSchema, type Backup, type SavedThing } from "../../src/backup/backup.ts";
import { carryOutRestore } from "../../src/backup/carry-out-restore.ts";
import { planRestore } from "../../src/backup/plan-restore.ts";
import { takeBackup } from "../../src/backup/take-backup.ts";
import { byName, fillServer, token } from "../support/full-server.ts";
import { seededRandom } from "../support/seeded-random.ts";

let backup: Backup;
let source: KumaClient;
const opened: AsyncDisposable[] = [];

async function freshServer(): Promise<KumaClient> {
  const kuma = await startKuma();
  const client = await connect({ url: kuma.url, auth: passwordAuth(kuma.admin ?? { username: "", password: "" }) });
  opened.unshift(client, kuma);
  return client;
}

beforeAll(async () => {
  source = await freshServer();
  await fillServer(source);
  // As it comes out of a file.
  backup = backupSchema.parse(JSON.parse(JSON.stringify(await takeBackup(source))));
}, 120_000);
afterAll(async () => {
  for (const one of opened) await one[Symbol.asyncDispose]();
});

it("a backup put on the server that it is of changes nothing", async () => {
  const plan = await planRestore(source, backup);
  expect(plan.steps.filter(({ present }) => present === undefined)).toEqual([]);
  expect(plan.settings).toEqual({});
  expect(await carryOutRestore(source, plan)).toEqual({ made: [], settings: [], failed: [] });
  expect(byName(await takeBackup(source))).toEqual(byName(backup));
});

it("a server that is new becomes the one that is lost, however often the restore is stopped, and pushes reach it", async () => {
  const client = await freshServer();
  const random = seededRandom(7);
  for (let stops = 0; stops < 6; stops += 1) {
    const controller = new AbortController();
    let left = 1 + Math.floor(random() * 12);
    const on = (): void => void ((left -= 1) === 0 && controller.abort());
    const plan = await planRestore(client, backup);
    await carryOutRestore(client, plan, { signal: controller.signal, on }).catch((error: unknown) => {
      if (!controller.signal.aborted) throw error;
    });
  }
  const { failed } = await carryOutRestore(client, await planRestore(client, backup));
  expect(failed).toEqual([]);
  expect(byName(await takeBackup(client))).toEqual(byName(backup));
  await push({ server: client.server.url, token });
  const nightly = (await client.monitors.list()).find(({ pushToken }) => pushToken === token);
  expect((await client.monitors.heartbeats(nightly?.id ?? 0, { hours: 1 })).at(-1)).toMatchObject({ status: "up" });
}, 120_000);

it("what is refused is named, with what refers to it, and the rest is made", async () => {
  const client = await freshServer();
  const withoutChat = ({ input, ...thing }: SavedThing) => ({
    ...thing,
    input: { ...input, telegramChatID: undefined },
  });
  const things = { ...backup.things, notification: backup.things.notification.map(withoutChat) };
  const plan = await planRestore(client, { ...backup, things });
  const { failed, made } = await carryOutRestore(client, plan);
  // The group alerts the pager, and with it all that is in the group or needs what is in it.
  expect(failed.map(({ kind, name }) => `${kind} ${name}`)).toEqual(
    expect.arrayContaining(["notification pager", "monitor acme", "monitor shop", "status page Public"]),
  );
  expect(failed.find(({ name }) => name === "acme")?.error).toMatchObject({ code: "KUMA_RESTORE_LACKS" });
  expect(made.map(({ thing }) => thing.name)).toEqual(expect.arrayContaining(["a ping", "ops chat", "customers"]));
}, 60_000);

it("ends when the server goes away, instead of waiting for it once for each thing", async () => {
  await using kuma = await startKuma();
  await using client = await connect({
    url: kuma.url,
    auth: passwordAuth(kuma.admin ?? { username: "", password: "" }),
  });
  const plan = await planRestore(client, backup);
  let begun = 0;
  const on = (): void => {
    begun += 1;
    if (begun === 12) void kuma[Symbol.asyncDispose]();
  };
  await expect(carryOutRestore(client, plan, { on })).rejects.toThrow(
    expect.objectContaining({ name: expect.stringMatching(/^Kuma(?:Connection|Timeout)Error$/) }),
  );
  expect(begun).toBeLessThan(plan.steps.length - 10);
}, 150_000);
