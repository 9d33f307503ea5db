import { describe, expect, test } from "vitest";
import { connect, sessionTokenAuth } from "../src/index.ts";
import type { KumaClient, MonitorInput } from "../src/index.ts";
import { failureOf } from "./support/failure-of.ts";
import { anonymousInfo, sessionToken } from "./support/scripted-kuma.ts";
import { startScriptedMonitors } from "./support/scripted-monitors.ts";
import type { ScriptedMonitors } from "./support/scripted-monitors.ts";

/** A scripted server that says it is of a version, and what the client logs about it. */
async function open(version: string): Promise<{ kuma: ScriptedMonitors; client: KumaClient; warnings: string[] }> {
  const kuma = await startScriptedMonitors("stored", {
    loginByToken: (_, socket) => {
      socket.emit("monitorList", {});
      socket.emit("info", { ...anonymousInfo, version });
      socket.emit("notificationList", []);
      return { ok: true };
    },
  });
  const warnings: string[] = [];
  const nothing = (): void => undefined;
  const logger = { debug: nothing, info: nothing, warn: (line: string) => void warnings.push(line), error: nothing };
  const client = await connect({ url: kuma.url, auth: sessionTokenAuth(sessionToken), logger });
  return { kuma, client, warnings };
}

const http = { type: "http", name: "web", url: "http://127.0.0.1:9/", active: false } as const;

describe("a server that is too old", () => {
  test.each<[string, MonitorInput, { needs: string; named: string }]>([
    [
      "a type",
      { type: "snmp", name: "x", hostname: "h", snmpOid: "1.3", expectedValue: "1" },
      { needs: "2.0", named: '"snmp"' },
    ],
    ["a field", { ...http, cacheBust: true }, { needs: "2.0", named: '"cacheBust"' }],
    [
      "a field that is on by itself",
      { ...http, saveErrorResponse: false },
      { needs: "2.1", named: '"saveErrorResponse"' },
    ],
    ["a value", { ...http, httpBodyEncoding: "form" }, { needs: "2.0", named: '"httpBodyEncoding"' }],
    [
      "a way to log in",
      { ...http, auth: { method: "bearer", token: "secret-token" } },
      { needs: "2.4", named: '"auth"' },
    ],
    [
      "a column that means something else there",
      { type: "ping", name: "x", hostname: "h", timeout: 30 },
      { needs: "2.0", named: '"timeout"' },
    ],
    [
      "a condition",
      {
        type: "dns",
        name: "x",
        hostname: "h",
        conditions: [{ type: "expression", variable: "record", operator: "equals", value: "1" }],
      },
      { needs: "2.0", named: '"conditions"' },
    ],
  ])("refuses %s before anything is sent", async (_, input, { needs, named }) => {
    const { kuma, client } = await open("1.23.17");
    const failure = await failureOf(client.monitors.create(input));
    expect(failure).toMatchObject({ code: "KUMA_UNSUPPORTED", needs, serverVersion: "1.23.17" });
    expect(failure.message).toContain(named);
    expect(failure.message).not.toContain("secret-token");
    expect(kuma.argsOf("add")).toEqual([]);
    await client.close();
    await kuma[Symbol.asyncDispose]();
  });

  test("leaves out what has its default value, and says so", async () => {
    const { kuma, client, warnings } = await open("1.23.17");
    await client.monitors.create({
      ...http,
      cacheBust: false,
      ipFamily: null,
      saveErrorResponse: true,
      maxRedirects: 3,
    });
    const [[sent]] = kuma.argsOf("add") as [[object]];
    expect(sent).toMatchObject({ maxredirects: 3 });
    for (const name of ["cacheBust", "ipFamily", "saveErrorResponse", "conditions"])
      expect(sent).not.toHaveProperty(name);
    expect(warnings).toEqual([
      'The setting "cacheBust" of a monitor of the type "http" needs Uptime Kuma 2.0; it has its default value, and was left out',
      'The setting "ipFamily" of a monitor of the type "http" needs Uptime Kuma 2.0; it has its default value, and was left out',
      'The setting "saveErrorResponse" of a monitor of the type "http" needs Uptime Kuma 2.1; it has its default value, and was left out',
    ]);
    await client.close();
    await kuma[Symbol.asyncDispose]();
  });

  test("is not asked to change what it takes in a new monitor only", async () => {
    const { kuma, client } = await open("2.4.0");
    const browser = { type: "real-browser", name: "page", url: "http://127.0.0.1:9/", active: false } as const;
    const { id } = await client.monitors.create({ ...browser, screenshotDelay: 500 });
    const failure = await failureOf(client.monitors.update(id, { type: "real-browser", screenshotDelay: 900 }));
    expect(failure).toMatchObject({ code: "KUMA_UNSUPPORTED", needs: "2.5" });
    expect(kuma.argsOf("editMonitor")).toEqual([]);
    await client.close();
    await kuma[Symbol.asyncDispose]();
  });
});

describe("a server that is newer than this package", () => {
  test.each([
    ["2.5.9", 0],
    ["2.6.0", 1],
    ["3.0.0", 0],
    ["3.1.0", 1],
    ["4.0.0", 1],
  ])("%s works, and is warned about %i times", async (version, times) => {
    const { kuma, client, warnings } = await open(version);
    expect(await client.monitors.create({ ...http, cacheBust: true })).toMatchObject({ type: "http" });
    kuma.cut();
    await expect.poll(() => warnings.some((line) => line.includes("lost"))).toBe(true);
    await client.monitors.list();
    expect(warnings.filter((line) => line.includes("newer than this package"))).toHaveLength(times);
    await client.close();
    await kuma[Symbol.asyncDispose]();
  });
});

describe("rules over several settings", () => {
  test.each<[MonitorInput, string]>([
    [{ ...http, body: "{ not json" }, "body"],
    [{ ...http, url: "ftp://127.0.0.1/" }, "url"],
    [{ ...http, acceptedStatusCodes: ["2xx"] }, "acceptedStatusCodes.0"],
    [{ ...http, auth: { method: "basic", username: "me" } as never }, "auth.password"],
    [{ type: "ping", name: "x", hostname: "h", timeout: 1, pingPerRequestTimeout: 3 }, "timeout"],
    [{ type: "real-browser", name: "x", url: "http://h/", screenshotDelay: 30_000 }, "screenshotDelay"],
    [{ type: "rabbitmq", name: "x", rabbitmqNodes: [], rabbitmqUsername: "u", rabbitmqPassword: "p" }, "rabbitmqNodes"],
    [{ type: "snmp", name: "x", hostname: "h", snmpOid: "1", expectedValue: "1", snmpVersion: "3" }, "snmpV3Username"],
    [{ type: "mongodb", name: "x", databaseConnectionString: "mongodb://h", databaseQuery: "ping" }, "databaseQuery"],
    [{ type: "globalping", name: "x", subtype: "http", hostname: "h" }, "url"],
    [{ type: "system-service", name: "x", systemServiceName: "a b" }, "systemServiceName"],
  ])("%o is wrong in %s", async (input, field) => {
    const { kuma, client } = await open("2.5.3");
    expect(await failureOf(client.monitors.create(input))).toMatchObject({ code: "KUMA_VALIDATION", field });
    expect(kuma.argsOf("add")).toEqual([]);
    await client.close();
    await kuma[Symbol.asyncDispose]();
  });
});
