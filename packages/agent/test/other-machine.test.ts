import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Agent } from "../src/agent/agent.ts";
import { otherMachine, type MachineFiles } from "../src/agent/other-machine.ts";
import { OutageMemory } from "../src/agent/outage-memory.ts";
import { agentSettingsSchema, type AgentSettings } from "../src/config/agent-config.ts";
import { startPushServer, type PushServer } from "./support/start-push-server.ts";

const original = "0123456789abcdef0123456789abcdef";
const copy = "fedcba9876543210fedcba9876543210";

let folder: string;
let files: MachineFiles;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-machine-"));
  files = { id: join(folder, "etc-machine-id"), mounts: join(folder, "mountinfo") };
  await writeFile(files.mounts, "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n");
});
afterEach(async () => rm(folder, { recursive: true }));

async function installedOn(id: string): Promise<void> {
  await writeFile(join(folder, "machine-id"), `${id}\n`);
}

async function startsOn(id: string): Promise<void> {
  await writeFile(files.id, `${id}\n`);
}

describe("which machine it is", () => {
  test("another id than that of the install is another machine", async () => {
    await installedOn(original);
    await startsOn(copy);
    expect((await otherMachine(folder, files))?.message).toContain("kuma agent install --as-copy");
    await startsOn(original);
    expect(await otherMachine(folder, files)).toBeUndefined();
  });

  test.each([
    ["of an install of before", "", copy],
    ["with something else in the file", "any", copy],
    ["without an id yet", original, ""],
    ["of an image that was not started yet", original, "uninitialized"],
  ])("nothing is compared on a host %s", async (_case, meant, here) => {
    await installedOn(meant);
    await startsOn(here);
    expect(await otherMachine(folder, files)).toBeUndefined();
  });

  test("nothing is compared where there is no file at all, or the id is new with each boot", async () => {
    await startsOn(copy);
    expect(await otherMachine(folder, files)).toBeUndefined();
    await installedOn(original);
    await writeFile(files.mounts, "97 22 0:25 /systemd/machine-id /etc/machine-id ro shared:9 - tmpfs tmpfs rw\n");
    expect(await otherMachine(folder, files)).toBeUndefined();
    await rm(files.id);
    expect(await otherMachine(folder, files)).toBeUndefined();
  });
});

describe("an agent that starts on another machine", () => {
  let server: PushServer;
  let agent: Agent;
  let log: string[];

  beforeEach(async () => {
    server = await startPushServer();
    log = [];
    const say = (message: string): void => void log.push(message);
    const logger = { debug: say, info: say, warn: say, error: say };
    const outages = new OutageMemory({ file: undefined, logger });
    agent = new Agent({ configFolder: folder, logger, outages, machineFiles: files, onChange: () => undefined });
    for (const name of ["old", "new"]) await writeFile(join(folder, name), `T0ken-${name}`, { mode: 0o600 });
    await installedOn(original);
    await startsOn(copy);
  });
  afterEach(async () => {
    await agent.stop();
    await server.close();
  });

  function settings(tokenFile: string, monitorId: number): AgentSettings {
    const command = ["/bin/sh", "-c", `echo fine; exit $(cat "${folder}/code" 2>/dev/null || echo 0)`];
    const job = { type: "command", name: "job", command, interval: 6, tokenFile, monitorId };
    return agentSettingsSchema.parse({ version: 1, server: { url: server.url }, host: "h", checks: [job] });
  }

  const untilRefused = (): Promise<void> =>
    expect.poll(() => agent.status.checks[0]?.lastPush, { timeout: 10_000 }).toMatchObject({ ok: false });

  test("pushes nothing and says why, in its log once and in its status", async () => {
    await agent.use(settings("old", 1));
    await untilRefused();
    expect(agent.status.checks[0]?.lastPush?.error).toContain("kuma agent install --take-over");
    expect(log.filter((line) => line.startsWith("nothing is pushed"))).toHaveLength(1);
    expect(server.pushes).toEqual([]);
  });

  test("as a copy it pushes to its own monitor, and nothing that waits goes to that of the original", async () => {
    await writeFile(join(folder, "code"), "2");
    await agent.use(settings("old", 1));
    await untilRefused();
    await installedOn(copy);
    await agent.use(settings("new", 2));
    await server.waitFor(({ path }) => path === "/api/push/T0ken-new");
    await server.untilLooked();
    expect(new Set(server.pushes.map(({ path }) => path))).toEqual(new Set(["/api/push/T0ken-new"]));
  });

  test("as the same machine it goes on at once, and one monitor never has two queues", async () => {
    await agent.use(settings("old", 1));
    await untilRefused();
    const since = performance.now();
    await installedOn(copy);
    await agent.use(settings("old", 1));
    await server.waitFor(({ path }) => path === "/api/push/T0ken-old");
    await server.untilLooked();
    expect(server.mostAtOnce).toBe(1);
    expect(server.pushes.every(({ at }) => at > since)).toBe(true);
  });

  test("a running agent whose machine becomes another one stops to push", async () => {
    await startsOn(original);
    await agent.use(settings("old", 1));
    await server.waitFor(() => true);
    await startsOn(copy);
    await agent.use(settings("old", 1));
    await untilRefused();
    const { length } = server.pushes;
    await expect.poll(() => agent.status.checks[0]?.lastPush?.ok).toBe(false);
    expect(server.pushes).toHaveLength(length);
  });
});
