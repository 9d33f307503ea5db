import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { kumaServers } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { KumaUser } from "../support/kuma-user.ts";
import { clientOf, loggedInUser } from "../support/logged-in-user.ts";

const name = `kumakit-test-${process.pid} job`;

describe.each(kumaServers())("kuma run against $label", (server) => {
  let user: KumaUser;
  let id: number;
  let pushUrl: string;

  beforeAll(async () => {
    user = await loggedInUser(server);
    const made = await user.run(["monitor", "create", name, "--no-notify", "--interval", "600", "--json"]);
    ({ id, pushUrl } = JSON.parse(made.stdout) as { id: number; pushUrl: string });
  });
  afterAll(async () => {
    await user.run(["monitor", "delete", `id:${id}`, "--yes"]);
    user[Symbol.dispose]();
  });

  const lastBeat = async () => {
    await using client = await clientOf(user);
    return (await client.monitors.heartbeats(id, { hours: 1 })).at(-1);
  };

  test("by the monitor's name: DOWN with the last lines, and how long it took is the ping", async () => {
    const { stdout, stderr, code } = await user.run(
      ["run", "--monitor", name, "--name", "backup", "--", "sh", "-c", 'cat; echo "disk full" >&2; sleep 0.3; exit 3'],
      { input: "from stdin\n" },
    );
    expect({ stdout, stderr, code }).toEqual({ stdout: "from stdin\n", stderr: "disk full\n", code: 3 });
    const beat = await lastBeat();
    expect(beat).toMatchObject({ status: "down" });
    expect(beat?.message).toMatch(/: backup failed with exit code 3 after less than 1 s; it said: .*disk full/);
    expect(beat?.ping).toBeGreaterThanOrEqual(300);
    expect(beat?.ping).toBeLessThan(30_000);
  });

  test("by a push URL in a file, without a login: UP again", async () => {
    const file = join(user.folder, "tmp", "push-url");
    writeFileSync(file, `${pushUrl}\n`, { mode: 0o600 });
    expect(await user.run(["run", "--token-file", file, "--", "true"])).toMatchObject({ code: 0, stderr: "" });
    // Not below /var/lib of the machine that the tests run on.
    expect(readdirSync(join(user.folder, "state/jobs"))).toContainEqual(expect.stringMatching(/\.json$/));
    expect(await lastBeat()).toMatchObject({
      status: "up",
      message: expect.stringContaining(": true succeeded after"),
    });
  });

  test("finds no password in its environment", async () => {
    const file = join(user.folder, "tmp", "push-url");
    writeFileSync(file, `${pushUrl}\n`, { mode: 0o600 });
    const env = { KUMA_PASSWORD: "hunter2", KUMA_TOTP_SECRET: "JBSWY3DPEHPK3PXP", KUMA_SERVER: server.url };
    const { stdout, code } = await user.run(["run", "--token-file", file, "--", "env"], { env });
    expect(code).toBe(0);
    expect(stdout).toContain(`KUMA_SERVER=${server.url}`);
    expect(stdout).not.toMatch(/KUMA_PASSWORD|KUMA_TOTP_SECRET|hunter2|JBSWY3DPEHPK3PXP/);
  });

  test("--timeout ends a job that outlives it, with all that it has started, and DOWN says so", async () => {
    const job = 'trap "" TERM; sleep 600 & echo "$!"; echo begun; wait; sleep 600';
    const limits = ["--timeout", "1s", "--kill-after", "300ms"];
    const { stdout, code } = await user.run([
      "run",
      "--monitor",
      name,
      "--name",
      "sync",
      ...limits,
      "--",
      "sh",
      "-c",
      job,
    ]);
    expect({ stdout, code }).toEqual({ stdout: expect.stringMatching(/^\d+\nbegun\n$/), code: 124 });
    // One that has ended, and that nobody has asked after, has no words.
    const words = `/proc/${stdout.split("\n")[0]}/cmdline`;
    expect(existsSync(words) ? readFileSync(words, "utf8") : "").toBe("");
    expect(await lastBeat()).toMatchObject({ status: "down", message: expect.stringMatching(/: sync .*begun/s) });
    expect((await lastBeat())?.message).toContain("1 s");
  });

  test("--timeout does not limit the server, which may take longer to hear of it", async () => {
    const file = join(user.folder, "tmp", "push-url");
    let heard = 0;
    const slow = createServer((_, response) => {
      heard += 1;
      setTimeout(() => response.setHeader("Content-Type", "application/json").end('{"ok":true}'), 2500);
    });
    await once(slow.listen(0, "127.0.0.1"), "listening");
    const { port } = slow.address() as AddressInfo;
    writeFileSync(file, `http://127.0.0.1:${port}${new URL(pushUrl).pathname}\n`, { mode: 0o600 });
    expect(await user.run(["run", "--token-file", file, "--timeout", "1s", "--", "true"])).toMatchObject({
      code: 0,
      stderr: "",
    });
    expect(heard).toBe(1);
    slow.close();
  });

  test("a monitor that there is not: said once, the job has run and its exit code counts", async () => {
    const { stdout, stderr, code } = await user.run([
      "run",
      "--monitor",
      `${name}x`,
      "--",
      "sh",
      "-c",
      "sleep 3; echo ran; exit 5",
    ]);
    expect({ stdout, code }).toEqual({ stdout: "ran\n", code: 5 });
    expect(stderr).toMatch(
      /^kuma: the job runs, but cannot be reported to Uptime Kuma: There is no monitor called .*\n$/,
    );
  });
});
