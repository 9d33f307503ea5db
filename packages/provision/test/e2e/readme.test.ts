import { describeOnBed } from "@kumakit/testkit/vitest";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

import { startBedWork, type BedWork } from "../support/bed-work.ts";

const folder = new URL("../../", import.meta.url);
const example = fileURLToPath(new URL("examples/install-agent.mjs", folder));

let work: BedWork;

beforeAll(async () => {
  work = await startBedWork(["nginx", "cron"]);
  const settings = { webhookURL: "http://127.0.0.1:9/", webhookContentType: "json" } as const;
  await work.client.notifications.create({ type: "webhook", name: "ops chat", ...settings });
});

afterAll(async () => {
  await work[Symbol.asyncDispose]();
});

describeOnBed("the README's example", () => {
  it("is what a test runs", async () => {
    const readme = await readFile(new URL("README.md", folder), "utf8");
    expect(readme).toContain(`\`\`\`js\n${await readFile(example, "utf8")}\`\`\``);
  });

  it("does what it says, as another program would run it, and leaves nothing", async () => {
    const { url, admin } = work.kuma;
    const env = {
      PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      HOME: "/root",
      KUMA_URL: url,
      KUMA_USERNAME: admin?.username ?? "",
      KUMA_PASSWORD: admin?.password ?? "",
    };
    const { code, stdout, stderr } = await work.bed.exec([process.execPath, example], { env, timeout: 150_000 });
    const printed = [
      "nightly backup: created",
      "nginx.service: up",
      "cron.service: up",
      "gone: nginx.service, cron.service",
    ];
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `${printed.join("\n")}\n`, stderr: "" });
    expect((await work.client.monitors.list()).map(({ name }) => name)).toEqual(["web"]);
  });
});
