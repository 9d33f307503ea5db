import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isMonitorOfType, KumaUnsupportedError, monitorTypes } from "../../../src/index.ts";
import type { MonitorInput, MonitorPatch } from "../../../src/index.ts";
import { failureOf } from "../../support/failure-of.ts";
import { openRawCalls } from "../../support/raw-calls.ts";
import type { RawCalls } from "../../support/raw-calls.ts";
import { samplesFor } from "./monitor-samples.ts";
import type { References } from "./monitor-samples.ts";
import { openClient, tokenOf, uniqueName, useTestBench } from "./test-bench.ts";
import type { ServerUnderTest, TestBench } from "./test-bench.ts";

type Values = Readonly<Record<string, unknown>>;

const numbersOf = (version: string): number => {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major * 1000 + minor;
};

/** What monitors refer to, made once for all types, and removed. */
function useReferences(server: ServerUnderTest): () => References {
  let calls: RawCalls | undefined;
  let made: References | undefined;
  const add = async (event: string, ...args: readonly unknown[]): Promise<number> =>
    Number((await calls?.call(event, ...args))?.["id"]);
  beforeAll(async () => {
    calls = await openRawCalls(server.url, await tokenOf(server));
    const proxy = { protocol: "http", host: "127.0.0.1", port: 9, auth: false, active: true, default: false };
    const dockerHost = { name: "docker", dockerType: "tcp", dockerDaemon: "http://127.0.0.1:9" };
    const hasBrowsers = await hasRemoteBrowsers();
    made = {
      proxy: await add("addProxy", { ...proxy, applyExisting: false }, null),
      dockerHost: await add("addDockerHost", dockerHost, null),
      remoteBrowser: hasBrowsers
        ? await add("addRemoteBrowser", { name: "browser", url: "ws://127.0.0.1:9" }, null)
        : undefined,
    };
  });
  const hasRemoteBrowsers = async (): Promise<boolean> => {
    await using client = await openClient(server);
    return numbersOf(client.server.capabilities.line) >= 2000;
  };
  afterAll(async () => {
    await calls?.call("deleteProxy", made?.proxy);
    await calls?.call("deleteDockerHost", made?.dockerHost);
    if (made?.remoteBrowser !== undefined) await calls?.call("deleteRemoteBrowser", made.remoteBrowser);
    await calls?.[Symbol.asyncDispose]();
  });
  return () => {
    if (made === undefined) throw new Error("the suite has not begun yet");
    return made;
  };
}

/** Every monitor type, and every setting of each. All monitors are paused: no server looks at what they name. */
export function monitorTypesSuite(server: ServerUnderTest): void {
  const bench = useTestBench(server);
  const references = useReferences(server);

  describe.each(monitorTypes.map(({ type }) => type))("%s", (type) => {
    const definition = monitorTypes.find((known) => known.type === type);
    if (definition === undefined) throw new Error(`there is no type ${type}`);
    const isKnown = (): boolean => numbersOf(bench.client.server.capabilities.line) >= numbersOf(definition.since);
    const inputOf = (values: Values = {}): MonitorInput =>
      ({ ...definition.example, ...values, name: uniqueName(type), active: false }) as MonitorInput;

    test("is created from its example, read back, changed and deleted, or refused with the version that it needs", async () => {
      const input = inputOf();
      if (!isKnown()) {
        await expectUnsupported(bench, definition.since, () => bench.client.monitors.create(input));
        expect((await bench.client.monitors.list()).filter(({ name }) => name === input.name)).toEqual([]);
        return;
      }
      const { id } = await bench.create(input);
      const monitor = await bench.client.monitors.get(id);
      expect(monitor).toMatchObject({
        type,
        name: input.name,
        description: null,
        parent: null,
        active: false,
        interval: input.interval ?? (type === "ntp" ? 300 : 60),
        retryInterval: input.interval ?? (type === "ntp" ? 300 : 60),
        resendInterval: 0,
        maxRetries: 0,
        upsideDown: false,
        notificationIds: [],
      });
      expect(isMonitorOfType(monitor, type)).toBe(true);
      const { type: _, name, interval, active, ...own } = input as MonitorInput & Values;
      const hidden = type === "manual" ? { manualStatus: null } : {};
      expect(monitor.settings).toMatchObject({ ...own, ...hidden });
      expect(Object.keys(monitor.settings).toSorted()).toEqual(Object.keys(definition.fields).toSorted());

      const patch = {
        description: 'what a "person" sees\n100%',
        interval: 120,
        retryInterval: 90,
        resendInterval: 3,
        maxRetries: 2,
        upsideDown: true,
      };
      const changed = await bench.client.monitors.update(id, patch);
      expect(changed).toMatchObject({ ...patch, name: input.name, active: false });
      expect(changed.settings).toEqual(
        "timeout" in monitor.settings && monitor.settings["timeout"] === 48
          ? { ...monitor.settings, timeout: 96 }
          : monitor.settings,
      );
      await bench.client.monitors.delete(id);
      expect(await failureOf(bench.client.monitors.get(id))).toMatchObject({ code: "KUMA_NOT_FOUND" });
    });

    test("keeps every setting, or refuses it with the version that it needs", async () => {
      if (!isKnown()) return expectUnsupported(bench, definition.since, () => bench.client.monitors.create(inputOf()));
      const samples = Object.entries(samplesFor(references())[type] as Readonly<Record<string, readonly unknown[]>>);
      const { id } = await bench.create(inputOf());
      const kept: Record<string, unknown> = {};
      for (const [name, value] of samples.flatMap(([key, values]) => values.map((one) => [key, one] as const))) {
        const outcome = await setOne(bench, id, { name, value });
        if (outcome === "kept") kept[name] = value;
      }
      const before = await bench.client.monitors.get(id);
      expect(before.settings).toMatchObject(kept);
      await bench.client.monitors.delete(id);

      // All of them at once in a new monitor.
      const { manualStatus, snmpV3Username, ...visible } = kept;
      const again = await bench.create(inputOf(kept));
      expect((await bench.client.monitors.get(again.id)).settings).toMatchObject(visible);
      await bench.client.monitors.delete(again.id);
    });
  });
}

async function expectUnsupported(bench: TestBench, needs: string, attempt: () => Promise<unknown>): Promise<void> {
  const failure = await failureOf(attempt());
  expect(failure).toBeInstanceOf(KumaUnsupportedError);
  expect(failure).toMatchObject({ needs, serverVersion: bench.client.server.version });
}

/** Changes one setting, and reads it back. */
async function setOne(
  bench: TestBench,
  id: number,
  setting: { readonly name: string; readonly value: unknown },
): Promise<"kept" | "refused"> {
  const { name, value } = setting;
  const patch = { [name]: value } as MonitorPatch;
  const { monitors, server } = bench.client;
  if (name === "snmpV3Username") {
    expect(await failureOf(monitors.update(id, patch))).toMatchObject({ code: "KUMA_VALIDATION", field: name });
    return "refused";
  }
  try {
    await monitors.update(id, patch);
  } catch (error) {
    if (!(error instanceof KumaUnsupportedError)) throw error;
    expect(numbersOf(error.needs)).toBeGreaterThan(numbersOf(server.capabilities.line));
    return "refused";
  }
  const read = (await monitors.get(id)).settings[name];
  expect({ [name]: read }).toEqual({ [name]: name === "manualStatus" ? null : value });
  return "kept";
}
