import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { main } from "../src/cli/main.ts";
import { loadAgentSettings } from "../src/config/load-agent-config.ts";
import { answer, recorded, startPushServer, type PushServer, type ReceivedPush } from "./support/start-push-server.ts";

let folder: string;
let server: PushServer;
let stop: AbortController;
let reload: () => void;
let running: Promise<number>;
let log: string;
/** The only token that the server takes, as Uptime Kuma does. */
let valid: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-new-token-"));
  server = await startPushServer();
  log = "";
  valid = "Token-1";
  server.answerWith((response, push) => {
    const refuse = answer(404, '{"ok":false,"msg":"Monitor not found or not active."}', {
      "content-type": "application/json",
    });
    return (push.path === `/api/push/${valid}` ? recorded : refuse)(response, push);
  });
  await writeFile(join(folder, "token"), valid, { mode: 0o600 });
  await says("0");
  const command = ["/bin/sh", "-c", `echo code; exit $(cat ${join(folder, "code")})`];
  const job = { type: "command", name: "job", command, interval: 6, tokenFile: "token", monitorId: 7 };
  const config = { version: 1, server: { url: server.url }, host: "h", checks: [job] };
  await writeFile(join(folder, "agent.json"), JSON.stringify(config));
  stop = new AbortController();
  running = main(["run", "--config", join(folder, "agent.json")], {
    environment: {},
    signal: stop.signal,
    stdout: (text) => (log += text),
    stderr: (text) => (log += text),
    loadConfig: loadAgentSettings,
    onReload: (listener) => (reload = listener),
  });
  await server.waitFor(() => true);
});
afterEach(async () => {
  stop.abort();
  const code = await running;
  if (code !== 0 || /Token-/.test(log)) throw new Error(`it ended with ${code}, and said:\n${log}`);
  await server.close();
  await rm(folder, { recursive: true });
});

/** The finding of the check from now on: 0 is UP, 2 is DOWN. */
async function says(code: string): Promise<void> {
  await writeFile(join(folder, "code"), code);
}

/** The server and then the host get another token, as `kuma agent token rotate` does it. */
async function rotate(token: string, between: () => Promise<unknown>): Promise<void> {
  valid = token;
  await between();
  await writeFile(join(folder, "token"), token, { mode: 0o600 });
  reload();
}

/** The pushes that the server has recorded. */
function taken(): readonly ReceivedPush[] {
  return server.pushes.filter(({ path }) => /^\/api\/push\/Token-\d$/.test(path));
}

/** The first push with the present token. */
function withNewToken(status: string): Promise<ReceivedPush> {
  return server.waitFor((push) => push.path === `/api/push/${valid}` && push.status === status);
}

/** The first push that the server has refused since. */
function refused(old: string, since = performance.now()): Promise<ReceivedPush> {
  return server.waitFor(({ path, at }) => path === `/api/push/${old}` && at > since);
}

test("a monitor that gets a new token hears of it at once, and goes on as the same monitor", async () => {
  await rotate("Token-2", () => refused("Token-1"));
  await withNewToken("up");
  const before = taken().length;
  await server.untilLooked();
  expect(
    taken()
      .slice(before)
      .every(({ path }) => path === "/api/push/Token-2"),
  ).toBe(true);
  expect(new Set(taken().map(({ status }) => status))).toEqual(new Set(["up"]));
  expect(server.mostAtOnce).toBe(1);
});

test("a DOWN that comes in between is reported with the new token, and the outage with its length", async () => {
  await rotate("Token-2", async () => {
    await says("2");
    await server.waitFor(({ path, status }) => path === "/api/push/Token-1" && status === "down");
  });
  await withNewToken("down");
  await rotate("Token-3", () => says("0"));
  const up = await withNewToken("up");
  expect(up.message).toMatch(/^h: code, after (?:less than 1|\d+) s down$/);
});

test("a push that is on its way with the old token is sent again with the new one", async () => {
  let answerOld: (() => void) | undefined;
  server.answerWith(async (response, push) => {
    if (push.path === `/api/push/${valid}` && push.status === "up") return recorded(response, push);
    if (push.path === "/api/push/Token-2") return recorded(response, push);
    await new Promise<void>((resolve) => (answerOld = resolve));
    return answer(404, '{"ok":false,"msg":"Monitor not found or not active."}', { "content-type": "application/json" })(
      response,
      push,
    );
  });
  await says("2");
  await server.waitFor(({ status }) => status === "down");
  await rotate("Token-2", async () => undefined);
  await expect.poll(() => log, { timeout: 10_000 }).toContain("reloaded: 1 check (1 started");
  await sleep(50);
  answerOld?.();
  await withNewToken("down");
  expect(server.mostAtOnce).toBe(1);
});
