import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { io, type Socket } from "socket.io-client";
import type { KumaDouble } from "../src/kuma-double/kuma-double.ts";
import { startKumaDouble } from "../src/kuma-double/start-kuma-double.ts";

const admin = { username: "admin", password: "kuma-Test-1" };
const push = { type: "push", name: "push", accepted_statuscodes: ["200-299"], conditions: [] };

describe("a double of a 2.5 server", () => {
  let double: KumaDouble;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    double = await startKumaDouble({ admin });
  });

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.disconnect();
    await double[Symbol.asyncDispose]();
  });

  function connected(): Socket {
    const socket = io(double.url, { transports: ["websocket"], reconnection: false, forceNew: true });
    sockets.push(socket);
    return socket;
  }

  async function call(socket: Socket, event: string, ...values: readonly unknown[]): Promise<Record<string, unknown>> {
    return (await socket.timeout(500).emitWithAck(event, ...values)) as Record<string, unknown>;
  }

  async function loggedIn(): Promise<Socket> {
    const socket = connected();
    expect(await call(socket, "login", admin)).toMatchObject({ ok: true });
    return socket;
  }

  test("comes back on the same port with its data, and knows its sessions again", async () => {
    const socket = connected();
    const { token } = await call(socket, "login", admin);
    const { monitorID } = await call(socket, "add", push);
    const hungUp = new Promise((resolve) => socket.once("disconnect", resolve));
    await double.kill();
    expect(await hungUp).toBe("transport close");
    await expect(fetch(double.url)).rejects.toThrow("fetch failed");

    await double.start();
    await expect(double.start()).rejects.toThrow("is running already");
    const again = connected();
    expect(await call(again, "getMonitor", monitorID)).toEqual({ ok: false, msg: "You are not logged in." });
    expect(await call(again, "loginByToken", token)).toEqual({ ok: true });
    expect(await call(again, "getMonitor", monitorID)).toMatchObject({ ok: true, monitor: { name: "push" } });
  });

  test("a monitor put into itself is never answered, neither by a real server", async () => {
    const socket = await loggedIn();
    const { monitorID } = await call(socket, "add", { ...push, type: "group" });
    await expect(call(socket, "editMonitor", { ...push, id: monitorID, parent: monitorID })).rejects.toThrow(
      "timed out",
    );
    expect(await call(socket, "getMonitor", monitorID)).toMatchObject({ monitor: { type: "group", parent: null } });
  });

  test("answers get lost on the way, though the call is carried out", async () => {
    const socket = await loggedIn();
    double.setFault({ kind: "loseAnswers", events: ["add"] });
    await expect(call(socket, "add", push)).rejects.toThrow("timed out");
    expect(await call(socket, "getMonitor", 1)).toMatchObject({ ok: true });
    double.setFault(undefined);
    expect(await call(socket, "add", push)).toMatchObject({ monitorID: 2 });
  });

  test("answers take longer", async () => {
    const socket = await loggedIn();
    double.setFault({ kind: "delayAnswers", events: ["getTags"], delay: 200 });
    const start = Date.now();
    await call(socket, "getTags");
    expect(Date.now() - start).toBeGreaterThanOrEqual(195);
    const next = Date.now();
    await call(socket, "getMonitorList");
    expect(Date.now() - next).toBeLessThan(195);
  });

  test("the connection breaks in the middle of the lists that follow a log-in", async () => {
    double.setFault({ kind: "cutAfter", packets: 6 });
    const socket = connected();
    const seen: string[] = [];
    socket.onAny((event: string) => seen.push(event));
    const hungUp = new Promise((resolve) => socket.once("disconnect", resolve));
    await expect(call(socket, "login", admin)).rejects.toThrow("disconnected");
    expect(await hungUp).toBe("transport close");
    expect(seen.length).toBeGreaterThan(0);
    expect(seen).not.toContain("statusPageList");
    double.setFault(undefined);
    await loggedIn();
  });

  test("2,000 monitors make a list of 10 MB", async () => {
    const ids = double.seedMonitors(2000, { description: "x".repeat(3000) });
    expect(ids).toHaveLength(2000);
    const socket = connected();
    const list = new Promise<Record<string, unknown>>((resolve) => socket.once("monitorList", resolve));
    expect(await socket.timeout(15_000).emitWithAck("login", admin)).toMatchObject({ ok: true });
    expect(Object.keys(await list)).toHaveLength(2000);
    expect(JSON.stringify(await list).length).toBeGreaterThan(10_000_000);
  });
});
