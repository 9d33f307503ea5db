import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isMonitorOfType, KumaUnsupportedError, KumaValidationError, monitorTypes } from "../../../src/index.ts";
import type { MonitorInput } from "../../../src/index.ts";
import { failureOf } from "../../support/failure-of.ts";
import { openRawCalls } from "../../support/raw-calls.ts";
import type { RawCalls } from "../../support/raw-calls.ts";
import { samplesFor } from "./monitor-samples.ts";
import type { References } from "./monitor-samples.ts";
import { openClient, tokenOf, uniqueName, useTestBench } from "./test-bench.ts";
import type { ServerUnderTest, TestBench } from "./test-bench.ts";

type Values = Readonly<Record<string, unknown>>;

const numbersOf = (version: string): number => {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  return (major * 1000 + minor) * 1000 + patch;
};

/** The references of monitors, made once for all types, and removed. */
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
    return numbersOf(client.server.capabilities.line) >= numbersOf("2.0");
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

/** The common values of all types, in a monitor without further settings. */
const plain = {
  description: null,
  parent: null,
  active: false,
  resendInterval: 0,
  maxRetries: 0,
  upsideDown: false,
  notificationIds: [],
};

/** Every monitor type, and every setting of each. All monitors are paused: no server looks at what they name. */
export function monitorTypesSuite(server: ServerUnderTest): void {
  const bench = useTestBench(server);
  const references = useReferences(server);

  describe.each(monitorTypes.map(({ type }) => type))("%s", (type) => {
    const definition = monitorTypes.find((known) => known.type === type);
    if (definition === undefined) throw new Error(`there is no type ${type}`);
    const isKnown = (): boolean => numbersOf(bench.client.server.capabilities.line) >= numbersOf(definition.since);
    const inputOf = (values: Values = {}): MonitorInput & Values =>
      Object.assign({}, definition.example, values, { name: uniqueName(type), active: false });

    test("is created from its example, read back, changed and deleted, or refused with the version that it needs", async ({
      task,
    }) => {
      const input = inputOf();
      if (!isKnown()) return expectUnsupported(bench, definition.since, input);
      const { id } = await bench.create(input);
      const monitor = await bench.client.monitors.get(id);
      const interval = input.interval ?? (type === "ntp" ? 300 : 60);
      expect(monitor).toMatchObject({ ...plain, type, name: input.name, interval, retryInterval: interval });
      expect(isMonitorOfType(monitor, type)).toBe(true);
      const own = Object.keys(definition.fields);
      const given = own.filter((name) => name in input && name !== "manualStatus");
      expect(monitor.settings).toMatchObject(Object.fromEntries(given.map((name) => [name, input[name]])));
      expect(Object.keys(monitor.settings).toSorted()).toEqual(own.toSorted());

      const patch = {
        description: 'what a "person" sees\n100%',
        interval: 120,
        retryInterval: 90,
        resendInterval: 3,
        maxRetries: 2,
        upsideDown: true,
      };
      const changed = await bench.client.monitors.update(id, patch);
      expect(changed).toMatchObject({ ...plain, ...patch, name: input.name });
      const followsInterval = monitor.settings["timeout"] === interval * 0.8;
      expect(changed.settings).toEqual({ ...monitor.settings, ...(followsInterval ? { timeout: 96 } : {}) });
      await bench.client.monitors.delete(id);
      expect(await failureOf(bench.client.monitors.get(id))).toMatchObject({ code: "KUMA_NOT_FOUND" });
      task.meta.roundTrip = "monitor type";
      return undefined;
    });

    test("keeps every setting, or refuses it with the version that it needs", async () => {
      if (!isKnown()) return expectUnsupported(bench, definition.since, inputOf());
      const samples = samplesFor(references())[type] as Readonly<Record<string, readonly unknown[]>>;
      expect(Object.keys(samples).toSorted()).toEqual(Object.keys(definition.fields).toSorted());
      const { id } = await bench.create(inputOf());
      const kept: Record<string, unknown> = {};
      const problems: unknown[] = [];
      for (const [name, value] of Object.entries(samples).flatMap(([key, values]) =>
        values.map((one) => [key, one] as const),
      )) {
        const outcome = await setOne(bench, id, { name, value });
        if (outcome === "kept") kept[name] = value;
        else if (outcome !== "refused") problems.push({ name, value, outcome });
      }
      expect(problems).toEqual([]);
      const visible = Object.fromEntries(Object.entries(kept).filter(([name]) => name !== "manualStatus"));
      expect((await bench.client.monitors.get(id)).settings).toMatchObject(visible);
      await bench.client.monitors.delete(id);

      // All of them at once in a new monitor.
      const another = await bench.create(inputOf(kept));
      expect((await bench.client.monitors.get(another.id)).settings).toMatchObject(visible);
      return bench.client.monitors.delete(another.id);
    });
  });
}

/** The type is refused with the version that it needs, and nothing is left behind. */
async function expectUnsupported(bench: TestBench, needs: string, input: MonitorInput): Promise<void> {
  const { monitors, server } = bench.client;
  const failure = await failureOf(monitors.create(input));
  expect(failure).toBeInstanceOf(KumaUnsupportedError);
  expect(failure).toMatchObject({ needs, serverVersion: server.version });
  expect((await monitors.list()).filter(({ name }) => name === input.name)).toEqual([]);
}

/** Changes one setting, and reads it back; says what is wrong with the outcome when it is neither kept nor refused rightly. */
async function setOne(
  bench: TestBench,
  id: number,
  setting: { readonly name: string; readonly value: unknown },
): Promise<unknown> {
  const { name, value } = setting;
  const { monitors, server } = bench.client;
  try {
    await monitors.update(id, { [name]: value });
  } catch (error) {
    // The server takes it in a new monitor only.
    if (name === "snmpV3Username" && error instanceof KumaValidationError && error.field === name) return "refused";
    if (!(error instanceof KumaUnsupportedError)) return error;
    return numbersOf(error.needs) > numbersOf(server.capabilities.line) ? "refused" : error;
  }
  const read = (await monitors.get(id)).settings[name];
  // The server never gives it back.
  return isDeepStrictEqual(read, name === "manualStatus" ? null : value) ? "kept" : { read };
}
