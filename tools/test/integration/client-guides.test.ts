import { join } from "node:path";
import { connect, passwordAuth } from "@kumakit/client";
import type { KumaClient } from "@kumakit/client";
import { startAlertSink } from "@kumakit/testkit";
import type { AlertSink } from "@kumakit/testkit";
import { kumaServers, ownServers, type OwnServer } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { guideNames, guideText, startOutside } from "../support/guide-examples.ts";
import type { Outside } from "../support/guide-examples.ts";
import { startWays } from "../support/guide-ways.ts";

type Lines = readonly string[];
type Expected = Readonly<Record<string, Lines | ((server: KumaClient["server"]) => Lines)>>;

let outside: Outside;

beforeAll(async () => {
  outside = await startOutside();
});

afterAll(() => outside[Symbol.asyncDispose]());

const has = (server: KumaClient["server"], version: string): boolean =>
  server.capabilities.line.localeCompare(version, undefined, { numeric: true }) >= 0;

/** The output of the guides' examples on any server, as it stands in them. */
const onAny: Expected = {
  "maintenance.md": ["under-maintenance", "inactive"],
  "status-pages.md": ["Is it up? web shop Our provider is looking into it."],
  "settings-and-account.md": ["90", "true", "false", "true"],
  "without-a-login.md": ["true", "dashboard", "up"],
  "monitors.md": ["120 0 http://127.0.0.1:9/health", "[ 'team: payments' ]", "[ 'web', 'web, second data centre' ]"],
  "many-monitors.md": ["true", "true true"],
  "notifications.md": ["1", "true", 'webhookUrl: Webhook has no such field; did you mean "webhookURL"?'],
  "live-events.md": ["12 GB true", "made: nightly backup", "0"],
  "history.md": ["[ 'up 12 GB', 'down disk full', 'up 13 GB' ]", "up 13 GB", "down disk full", "true", "0"],
  "proxies-and-hosts.md": (server) => [
    "10 false",
    "KUMA_REJECTED",
    has(server, "2.0") ? "has remote browsers" : "KUMA_UNSUPPORTED",
  ],
  "behind-a-proxy.md": ["true true", "true", "dashboard"],
  "errors.md": [
    "true The server has no monitor with the id 999999.",
    "true interval",
    "KUMA_ABORTED false",
    "KUMA_CONNECTION_REFUSED true",
    "true",
  ],
  "versions.md": (server) => [
    `true ${has(server, "2.1") ? 1 : 20}`,
    "33 2.5",
    has(server, "2.5") ? "has ntp" : "needs 2.5",
    has(server, "2.1") ? "0" : "1",
    "true",
    "object",
  ],
  "backup.md": ["[ 'nightly backup: 3600 s', 'web: 60 s' ]", "true", "true"],
};

/** Those that change a server for everybody, or for good. */
const onItsOwn: Readonly<Record<string, Lines>> = {
  "connecting.md": ["true true", "KUMA_AUTH_API_KEY", "true", "true", "0"],
  "two-factor.md": ["true true", "true", "KUMA_AUTH_TOTP_REQUIRED"],
  "api-keys.md": ["true", "false", "A server on which an API key was ever made takes an API key only."],
};

test("every guide is run by a test, and led to", async () => {
  const names = await guideNames();
  expect([...Object.keys(onAny), ...Object.keys(onItsOwn)].toSorted()).toEqual(names);
  const index = await guideText("README.md");
  expect(names.filter((name) => !index.includes(`(${name})`))).toEqual([]);
});

describe.each(kumaServers())("the guides of the client, on $label", ({ url, username, password }) => {
  let sink: AlertSink;
  let client: KumaClient;

  beforeAll(async () => {
    sink = await startAlertSink();
    client = await connect({ url, auth: passwordAuth({ username, password }) });
  });

  afterAll(async () => {
    await client.close();
    await sink.close();
  });

  test.each(Object.entries(onAny))("the examples of %s do what they say", async (guide, expected) => {
    await using ways = await startWays(url);
    const env = {
      ...ways.env,
      KUMA_URL: url,
      KUMA_USERNAME: username,
      KUMA_PASSWORD: password,
      KUMA_TOKEN: client.session.token ?? "",
      HOOK_URL: sink.url,
      BACKUP_FILE: join(outside.folder, "backup.json"),
    };
    const lines = typeof expected === "function" ? expected(client.server) : expected;
    expect(await outside.printedBy(guide, env)).toEqual(lines);
    // A tunnel for long polling, one for the WebSocket, one for the plain request: at least two, and all to the front.
    const { host } = new URL(ways.env["FRONT_URL"] ?? "");
    expect(new Set(ways.tunnels)).toEqual(new Set(guide === "behind-a-proxy.md" ? [host] : []));
  });

  test("the test message of the guide of notifications came", () => {
    expect(sink.alerts.map(({ status }) => status)).toEqual(["test"]);
  });

  test("the guides leave nothing behind", async () => {
    expect([await client.monitors.list(), await client.notifications.list(), await client.tags.list()]).toEqual([
      [],
      [],
      [],
    ]);
  });
});

describe.each(ownServers.filter(({ isDouble }) => !isDouble))("on its own server: $label", ({ start }) => {
  let server: OwnServer;

  beforeAll(async () => {
    server = await start();
  });

  afterAll(() => server[Symbol.asyncDispose]());

  test.each(Object.entries(onItsOwn))("the examples of %s do what they say", async (guide, expected) => {
    const { admin, url } = server;
    const env = {
      KUMA_URL: url,
      KUMA_USERNAME: admin?.username ?? "",
      KUMA_PASSWORD: admin?.password ?? "",
      TOKEN_FILE: join(outside.folder, "token"),
    };
    expect(await outside.printedBy(guide, env)).toEqual(expected);
  });
});
