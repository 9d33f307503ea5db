import { describe, expect, test } from "vitest";
import { freePort, startKuma } from "@kumakit/testkit";
import { kumaServers, type TestServers } from "@kumakit/testkit/vitest";
import { checkAdmin } from "../../src/kuma/first-run.ts";
import { useRunningServer } from "../../src/vitest/running-server.ts";

const servers: TestServers = kumaServers();

describe.each(servers)("$label", ({ url, username, password }) => {
  test("answers as an Uptime Kuma with an account", async () => {
    const page = await fetch(`${url}/api/entry-page`);
    expect(await page.json()).toMatchObject({ type: "entryPage" });
    await expect(checkAdmin(url, { username, password })).resolves.toBeUndefined();
    await expect(checkAdmin(url, { username, password: "wrong-1" })).rejects.toThrow("the server refused login");
  });
});

describe("a server that somebody else runs", () => {
  const admin = { username: "ann", password: "correct-horse-1" };

  test("gets its first account when it has none, and is tried with it when it has", async () => {
    await using kuma = await startKuma({ admin: false });
    const { url } = kuma;
    expect(await useRunningServer(url, admin)).toStrictEqual({ label: url, url, ...admin });
    expect(await useRunningServer(url, admin)).toStrictEqual({ label: url, url, ...admin });
    await expect(useRunningServer(url, { ...admin, password: "wrong-1" })).rejects.toThrow(
      `KUMA_TEST_SERVERS names ${url}, which cannot be used: the server refused login: Incorrect username or password.`,
    );
  });

  test("is named when it cannot be reached, and when its account is not given", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    await expect(useRunningServer(url, admin)).rejects.toThrow(
      `KUMA_TEST_SERVERS names ${url}, which cannot be used: fetch failed: connect ECONNREFUSED`,
    );
    await expect(useRunningServer(url, undefined)).rejects.toThrow(
      `KUMA_TEST_SERVERS names ${url}: set KUMA_TEST_USERNAME and KUMA_TEST_PASSWORD to its account`,
    );
  });
});
