import { join } from "node:path";
import { connect, isMonitorOfType, KumaUnsupportedError, monitorTypes, passwordAuth } from "@kumakit/client";
import type { KumaClient, Monitor, MonitorInput } from "@kumakit/client";
import { kumaServers } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inputNames } from "../../src/monitor-types-page.ts";
import { repositoryRoot } from "../../src/repository-root.ts";
import { TypedApi } from "../../src/typed-api.ts";
import type { DescribedProperty } from "../../src/typed-api.ts";

const api = new TypedApi(join(repositoryRoot, "packages/client/dist/index.d.ts"));
const names = inputNames(api);

/** The default of a setting by its description; `undefined` when it says so in words. */
function documentedDefault({ defaultValue }: DescribedProperty, monitor: Monitor): { value: unknown } | undefined {
  if (defaultValue === "80 % of the interval") return { value: monitor.interval * 0.8 };
  const literal = /^`([^`]+)`(?:, .*)?$/.exec(defaultValue ?? "")?.[1];
  // Keys as in code are no JSON.
  return literal === undefined ? undefined : { value: JSON.parse(literal.replaceAll(/(\w+):/g, '"$1":')) as unknown };
}

const numberOf = (version: string): number => {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major * 1000 + minor;
};

/** Whether the server has a setting at all: what it lacks has no default there. */
function isThere({ meaning }: DescribedProperty, client: KumaClient): boolean {
  const needs = /Needs (\d+\.\d+)\.$/.exec(meaning)?.[1];
  return needs === undefined || numberOf(needs) <= numberOf(client.server.capabilities.line);
}

describe.each(kumaServers())("the page of monitor types, held against $label", (server) => {
  let client: KumaClient;

  beforeAll(async () => {
    client = await connect({ url: server.url, auth: passwordAuth(server) });
  });

  afterAll(() => client.close());

  test.each(monitorTypes.map(({ type }) => type))("says rightly what %s has by itself", async (type) => {
    const definition = monitorTypes.find((known) => known.type === type);
    const input = { ...definition?.example, active: false, notificationIds: [] } as MonitorInput;
    const monitor = await client.monitors.create(input).catch((error: unknown) => error);
    expect(monitor instanceof KumaUnsupportedError).toBe(
      numberOf(client.server.capabilities.line) < numberOf(definition?.since ?? ""),
    );
    if (monitor instanceof KumaUnsupportedError) return;
    const made = monitor as Monitor;
    await client.monitors.delete(made.id);
    expect(isMonitorOfType(made, type)).toBe(true);
    const has: Readonly<Record<string, unknown>> = { ...made, ...made.settings };
    const silent = api
      .propertiesOf(names.get(type) ?? type)
      .filter((property) => !(property.name in input) && isThere(property, client))
      .map((property) => ({ name: property.name, said: documentedDefault(property, made) }))
      .filter(({ said }) => said !== undefined);
    expect(silent.length).toBeGreaterThan(2);
    expect(Object.fromEntries(silent.map(({ name }) => [name, has[name]]))).toEqual(
      Object.fromEntries(silent.map(({ name, said }) => [name, said?.value])),
    );
  });
});
