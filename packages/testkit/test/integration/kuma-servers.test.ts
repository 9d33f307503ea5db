import { describe, expect, inject, test } from "vitest";
import type { TestServers } from "@kumakit/testkit/vitest";

const servers: TestServers = inject("kumaServers");

describe.each(servers)("$label", ({ url, username, password }) => {
  test("answers as an Uptime Kuma with an account", async () => {
    const page = await fetch(`${url}/api/entry-page`);
    expect(await page.json()).toMatchObject({ type: "entryPage" });
    expect(username).not.toBe("");
    const login = { Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}` };
    expect((await fetch(`${url}/metrics`, { headers: login })).status).toBe(200);
  });
});
